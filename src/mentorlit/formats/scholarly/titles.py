"""Titles with their subtitles."""


def full_title(title: str, subtitle: str) -> str:
    """Return title and subtitle as one."""
    if not subtitle:
        return title
    return f"{title}{'' if title.endswith((':', '?', '!', '.')) else ':'} {subtitle}".strip()
