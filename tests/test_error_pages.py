"""Pages that hold no work are told as such, in the words of many servers; pages of works are not.

The pages are made here after the way in which such servers speak.
"""

import pytest

from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import recognise
from mentorlit.stream import Stream

REFUSED = {
    "cf-old": (
        "Just a moment...",
        (
            "<div class='main-wrapper'><h1 class='zone-name-title'><img "
            "src='x'>journals.example.com</h1><h2 id='challenge-running'>Checking if the site "
            "connection is secure</h2><div id='challenge-stage'></div><noscript>Enable "
            "JavaScript and cookies to continue</noscript><div>journals.example.com needs to "
            "review the security of your connection before proceeding.</div></div><div "
            "class='footer'>Ray ID: <code>7a1</code> Performance &amp; security by "
            "Cloudflare</div>"
        ),
    ),
    "cf-new": (
        "Just a moment...",
        (
            "<div class='main-wrapper'><div class='main-content'><noscript><div "
            "class='h2'><span id='challenge-error-text'>Enable JavaScript and cookies to "
            "continue</span></div></noscript></div></div><script>window._cf_chl_opt={}</scrip"
            "t>"
        ),
    ),
    "cf-block": (
        "Attention Required! | Cloudflare",
        (
            "<h1>Sorry, you have been blocked</h1><h2>You are unable to access "
            "example.org</h2><p>This website is using a security service to protect itself "
            "from online attacks. The action you just performed triggered the security "
            "solution.</p><h2>What can I do to resolve this?</h2><p>You can email the site "
            "owner to let them know you were blocked.</p>"
        ),
    ),
    "cf-1020": (
        "Access denied | example.org used Cloudflare to restrict access",
        (
            "<h1>Error 1020</h1><h2>Access denied</h2><p>What happened? This website is using "
            "a security service to protect itself from online attacks.</p>"
        ),
    ),
    "cf-524": (
        "example.org | 524: A timeout occurred",
        (
            "<h1>A timeout occurred <span>Error code 524</span></h1><p>Visit cloudflare.com "
            "for more information.</p><p>You Browser Working</p><p>example.org Host Error</p>"
        ),
    ),
    "cf-nl": (
        "Een moment geduld...",
        (
            "<h1>journals.example.com</h1><p>Verifiëren of u een mens bent. Dit kan even "
            "duren.</p><noscript>JavaScript en cookies inschakelen om door te gaan</noscript>"
        ),
    ),
    "cf-de": (
        "Nur einen Moment…",
        (
            "<h1>journals.example.com</h1><p>Überprüfung, ob Sie ein Mensch sind. Dies kann "
            "einige Sekunden dauern.</p><noscript>Enable JavaScript and cookies to "
            "continue</noscript>"
        ),
    ),
    "cf-fr": (
        "Un instant…",
        (
            "<h1>revues.example.fr</h1><p>Vérification de sécurité en cours</p><p>Ce site "
            "utilise un service de sécurité pour se protéger contre les robots malveillants. "
            "Cette page s’affiche pendant que le site vérifie que vous n’êtes pas un "
            "robot.</p>"
        ),
    ),
    "cf-es": (
        "Un momento…",
        (
            "<h1>revistas.example.es</h1><p>Verificando que usted es un ser humano. Esto "
            "puede tardar unos segundos.</p>"
        ),
    ),
    "perimeterx": (
        "Access to this page has been denied",
        (
            "<h1>Before we continue...</h1><p>Press &amp; Hold to confirm you are a human "
            "(and not a bot).</p><p>Reference ID 29c</p>"
        ),
    ),
    "px2": (
        "Human Verification",
        (
            "<div class='px-captcha-container'><h1>Please verify you are a "
            "human</h1><p>Access to this page has been denied because we believe you are "
            "using automation tools to browse the website.</p></div>"
        ),
    ),
    "imperva": (
        "Pardon Our Interruption",
        (
            "<h1>Pardon Our Interruption</h1><p>As you were browsing something about your "
            "browser made us think you were a bot. There are a few reasons this might "
            "happen:</p><ul><li>You've disabled cookies in your web browser.</li></ul>"
        ),
    ),
    "awswaf2": (
        "Human Verification",
        (
            "<div id='captcha-container'></div><noscript><h1>JavaScript is disabled</h1>In "
            "order to continue, we need to verify that you're not a robot.</noscript>"
        ),
    ),
    "sucuri": (
        "You are being redirected...",
        (
            "<noscript>Javascript is required. Please enable javascript before you are "
            "allowed to see this page.</noscript><script>var s={}</script>"
        ),
    ),
    "sucuri-block": (
        "Sucuri WebSite Firewall - Access Denied",
        (
            "<h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner (or "
            "you manage this site), please whitelist your IP.</p><h2>Block "
            "details:</h2><p>Your IP: 1.2.3.4</p>"
        ),
    ),
    "anubis": (
        "Making sure you&#39;re not a bot!",
        (
            "<main><h1 id='title' class='centered-div'>Making sure you&#39;re not a "
            "bot!</h1><p id='status'>Loading...</p><details><summary>Why am I seeing "
            "this?</summary><p>You are seeing this because the administrator of this website "
            "has set up Anubis to protect the server against the scourge of AI companies "
            "aggressively scraping websites.</p></details></main>"
        ),
    ),
    "recaptcha": (
        "Captcha",
        (
            "<h1>Please complete the CAPTCHA below to continue</h1><form><div "
            "class='g-recaptcha'></div><button>Submit</button></form>"
        ),
    ),
    "validate": (
        "Validate User",
        (
            "<h1>Validate User</h1><p>Help us confirm that you are not a robot and we will "
            "take you to your content.</p><p>An error has occurred. Please enter the "
            "characters you see.</p>"
        ),
    ),
    "radware": (
        "Radware Bot Manager Captcha",
        (
            "<h1>We apologize for the inconvenience...</h1><p>...but your activity and "
            "behavior on this site made us think that you are a bot.</p><p>Please solve this "
            "CAPTCHA to request unblock to the website</p>"
        ),
    ),
    "iop": ("Radware Page", "<h2>We need to verify that you are human</h2>"),
    "cookies": (
        "Error - Cookies Turned Off",
        (
            "<h1>Cookies Turned Off</h1><p>This site requires cookies to be enabled in your "
            "browser.</p>"
        ),
    ),
    "wiley-cookie": (
        "Error - Cookies Turned Off",
        (
            "<h1>Error</h1><p>An error has occurred because we were unable to send a cookie "
            "to your web browser. Session cookies are commonly used to facilitate improved "
            "navigation.</p><p>You must have cookies enabled to access the site</p>"
        ),
    ),
    "cookieabsent": (
        "Cookie Absent",
        "<p>Cookie Absent</p><p>Please enable cookies in your browser</p>",
    ),
    "login": (
        "Sign in to your account",
        (
            "<h1>Sign in</h1><p>Email or username</p><input><p>Password</p><input><a>Forgot "
            "password?</a><p>Create an account</p>"
        ),
    ),
    "login-sso": (
        "Shibboleth Identity Provider | University of Example",
        (
            "<h1>University of Example Login "
            "Service</h1><p>Username</p><p>Password</p><button>Login</button><p>Need "
            "help?</p>"
        ),
    ),
    "ezproxy": (
        "EZproxy Login",
        (
            "<h1>Library Login</h1><p>Please enter your username and password to allow access "
            "to this resource.</p><p>Username:</p><p>Password:</p>"
        ),
    ),
    "wayf": (
        "Find your institution | OpenAthens",
        (
            "<h1>Find your organisation</h1><p>Search for your organisation to sign "
            "in</p><p>Recent organisations</p>"
        ),
    ),
    "login-oclc": (
        "Log in with your institution",
        (
            "<h1>Institutional login</h1><p>To access this content please log in through your "
            "institution.</p>"
        ),
    ),
    "login-elsevier": (
        "Sign in | ScienceDirect",
        "<h1>Welcome</h1><p>Enter your email to continue with Example</p><p>Elsevier</p>",
    ),
    "404": (
        "404 Not Found",
        (
            "<h1>Not Found</h1><p>The requested URL was not found on this "
            "server.</p><hr><address>Apache/2.4 Server at x.org Port 443</address>"
        ),
    ),
    "404b": (
        "Journal of Examples | Oxford Academic",
        (
            "<h1>Page Not Found</h1><p>The page you requested could not be "
            "found.</p><p>Search our site</p>"
        ),
    ),
    "404c": (
        "Oops! | Example Press",
        (
            "<h1>Oops! That page can't be found.</h1><p>It looks like nothing was found at "
            "this location. Maybe try a search?</p>"
        ),
    ),
    "404d": (
        "Article not found - Example Journals",
        (
            "<h1>Article not found</h1><p>The article you are looking for does not exist or "
            "has been removed.</p>"
        ),
    ),
    "404e": (
        "Item not found",
        (
            "<h1>Item not found</h1><p>The item you requested is not available in this "
            "repository.</p>"
        ),
    ),
    "404f": (
        "We're sorry",
        (
            "<h1>We're sorry</h1><p>The content you were looking for has moved or no longer "
            "exists.</p>"
        ),
    ),
    "404de": (
        "Fehler 404 | Universität",
        "<h1>Seite nicht gefunden</h1><p>Die angeforderte Seite existiert nicht.</p>",
    ),
    "404soft-nl": (
        "Pagina niet gevonden",
        "<h1>Pagina niet gevonden</h1><p>De pagina die u zoekt bestaat niet.</p>",
    ),
    "404ja": (
        "エラー",
        "<h1>お探しのページは見つかりませんでした</h1><p>URLをご確認ください。</p>",
    ),
    "404sv": (
        "Sidan kunde inte hittas",
        "<h1>Sidan kunde inte hittas</h1><p>Kontrollera adressen.</p>",
    ),
    "500": ("Error", "<h1>An unexpected error occurred</h1><p>Please try again later.</p>"),
    "500b": (
        "Something went wrong",
        (
            "<h1>Sorry, something went wrong</h1><p>Our engineers have been notified. Please "
            "try again in a few minutes.</p>"
        ),
    ),
    "500c": (
        "Whitelabel Error Page",
        (
            "<h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for "
            "/error, so you are seeing this as a fallback.</p><div>There was an unexpected "
            "error (type=Not Found, status=404).</div>"
        ),
    ),
    "tomcat": (
        "HTTP Status 500 – Internal Server Error",
        (
            "<h1>HTTP Status 500 – Internal Server Error</h1><hr class='line'/><p><b>Type</b> "
            "Exception Report</p><p><b>Message</b> null</p><h3>Apache Tomcat/9.0.54</h3>"
        ),
    ),
    "429": (
        "429 Too Many Requests",
        "<center><h1>429 Too Many Requests</h1></center><hr><center>nginx</center>",
    ),
    "maint": (
        "Scheduled maintenance",
        (
            "<h1>We'll be back soon!</h1><p>Example Press is currently undergoing scheduled "
            "maintenance. We apologise for any inconvenience.</p>"
        ),
    ),
    "maint2": (
        "Example Online",
        (
            "<h1>Example Online is temporarily unavailable</h1><p>We are carrying out "
            "essential maintenance.</p>"
        ),
    ),
    "ipblock": (
        "IP blocked",
        (
            "<h1>Your IP address has been blocked</h1><p>We have detected excessive "
            "downloading from your IP address. Contact support.</p>"
        ),
    ),
    "unusual": (
        "Sorry...",
        (
            "<h1>We're sorry...</h1><p>... but your computer or network may be sending "
            "automated queries. To protect our users, we can't process your request right "
            "now.</p>"
        ),
    ),
    "ssrn": (
        "Just a moment...",
        "<h2>www.ssrn.com</h2><p>Verify you are human by completing the action below.</p>",
    ),
    "doi-nf": (
        "Error: DOI Not Found",
        (
            "<h1>DOI Not Found</h1><h2>10.5555/nothing</h2><p>This DOI cannot be found in the "
            "DOI System.</p>"
        ),
    ),
    "parked": (
        "example-journal.org",
        (
            "<h1>example-journal.org</h1><p>This domain is for sale! Buy this "
            "domain</p><p>Related searches</p>"
        ),
    ),
    "default": (
        "Welcome to nginx!",
        (
            "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is "
            "successfully installed and working. Further configuration is required.</p>"
        ),
    ),
    "index": (
        "Index of /papers",
        ("<h1>Index of /papers</h1><pre><a href='a.pdf'>a.pdf</a> 2019-01-01 10:00 1M</pre>"),
    ),
    "consent": (
        "Before you continue",
        (
            "<h1>Before you continue to Example</h1><p>We use cookies and data to deliver and "
            "maintain services.</p><button>Accept all</button><button>Reject all</button>"
        ),
    ),
    "sub-only": (
        "Subscription required",
        (
            "<h1>Subscription required</h1><p>You do not have access to this content. Please "
            "check your subscription.</p>"
        ),
    ),
}
OF_OTHER_FORMS = {
    "akamai": (
        "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n"
        'You don\'t have permission to access "http&#58;&#47;&#47;a&#46;b" on this server.<P>\n'
        "Reference&#32;&#35;18&#46;3d\n</BODY>\n</HTML>"
    ),
    "datadome": (
        "<html lang='en'><head><title>a.example</title><style>#m{color:red}</style></head><body>"
        "<p id='m'>Please enable JS and disable any ad blocker</p><script>var dd={}</script></body>"
    ),
    "incapsula": (
        "<html><head><META NAME='ROBOTS' CONTENT='NOINDEX, NOFOLLOW'></head><body>"
        "<iframe src='/_x'>Request unsuccessful. Incapsula incident ID: 8770</iframe></body></html>"
    ),
    "a-site-in-its-tags": (
        "<html><head><title>Example Journals</title><meta property='og:title' content='Example "
        "Journals'><meta property='og:type' content='website'></head><body><h1>Are you a robot?"
        "</h1><p>Please confirm you are a human by completing the captcha challenge.</p></body>"
    ),
    "nothing-without-scripts": (
        "<!doctype html><html><head><title>DSpace</title></head><body><ds-app></ds-app>"
        "<noscript>To use this website, you must enable JavaScript.</noscript></body></html>"
    ),
    "text-denied": "Access denied\n",
    "text-forbidden": "Forbidden",
    "text-not-found": "Not found",
    "text-limit": "Rate limit exceeded. Please slow down.\n",
    "text-upstream": "upstream connect error or disconnect/reset before headers. reset reason: no",
}


def read(page: str) -> Citation | Reject:
    row = recognise(page.encode())
    assert row
    (record,) = row.load()(Stream([page.encode()], name="p", source="p", format=row.name))
    return record


def document(title: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_holds_no_work_is_no_record(name: str) -> None:
    assert isinstance(read(document(*REFUSED[name])), Reject)


@pytest.mark.parametrize("name", OF_OTHER_FORMS)
def test_nor_is_what_is_hardly_a_page(name: str) -> None:
    assert isinstance(read(OF_OTHER_FORMS[name]), Reject)


@pytest.mark.parametrize(
    "title",
    [
        "Lost and not found",
        "Sorry, something went wrong: how clinics apologise",
        "Error",
        "Vaccines that are no longer available",
        "I am not a robot: what patients ask of machines",
        "Welcome to nginx",
        "Index of /usr: an essay",
        "nature.com",
    ],
)
def test_a_work_may_be_called_like_an_error(title: str) -> None:
    body = (
        f"<article><h1>{title}</h1><p>Anna M. Keller, Jonas B. Weber</p>"
        "<p>Department of Psychology, University of Somewhere</p><p>J Stud 2019;12(3):45-67</p>"
        "<p>doi: 10.5555/study.2019</p></article>"
    )
    record = read(document(f"{title} | Journal of Studies", body))
    assert isinstance(record, Citation)
    assert record.title == title
    assert record.doi == "10.5555/study.2019"
