"""Templates, rendered in the reader's language, and the location of their files."""

import hashlib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from starlette.requests import Request
from starlette.responses import Response

from app.door.cookies import Cookies
from app.web import bundle, translation
from app.web.filled import filled
from app.web.translation import Language


def folder(name: str) -> Path:
    """templates/ or static/: inside the installed package, or beside it in the source tree."""
    here = Path(__file__).parents[1]
    return next(path for path in (here / name, here.parent / name) if path.is_dir())


@cache  # The page must name the files' addresses exactly.
def version_of(files: Path) -> str:
    """A name for the present state of all static files, which changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(files.rglob("*")):
        if path.is_file():
            stat = path.stat()
            digest.update(f"{path.relative_to(files)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]


def addresses_of_files() -> dict[str, Any]:
    """The addresses of static files, for the templates."""
    files = folder("static")
    static = PurePosixPath("static", version_of(files))
    modules = [module.relative_to(files).as_posix() for module in bundle.modules_of(files)]
    return {
        "static": str(static),
        "page": str(static / bundle.folder_of_page(files).relative_to(files).as_posix()),
        "modules": [str(static / module) for module in modules],
    }


class Compiled(jinja2.BytecodeCache):
    """What each template is compiled to: the same for all languages."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (code := self.codes.get(bucket.key)) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def templates_in(language: Language) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder("templates")),
        bytecode_cache=COMPILED,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext, language.ngettext, newstyle=True
    )
    environment.globals["gap"] = language.gap
    environment.filters["translated"] = language.gettext  # for texts from other modules, which may contain %
    environment.filters["filled"] = lambda text, **values: filled(text, values)
    return environment


class Templates:
    """All templates, in all languages."""

    def __init__(self, mark: str) -> None:
        """`mark` distinguishes this server from others on the same host."""
        self.language_cookie = f"{translation.COOKIE}_{mark}"
        self.languages = translation.languages()
        self._templates = {code: templates_in(language) for code, language in self.languages.items()}
        self._files = addresses_of_files()

    def language_of(self, request: Request) -> Language:
        return translation.language_of(request, self.languages, self.language_cookie)

    def keep_language(self, request: Request, response: Response, cookies: Cookies) -> None:
        """Remember a language that the visitor has chosen by its link."""
        if (code := request.query_params.get("lang")) in self.languages:
            cookies.set(request, response, self.language_cookie, code, translation.COOKIE_SECONDS)

    def render(self, code: str, template: str, **context: Any) -> str:
        """A template in the language `code`, for an address at the top level."""
        messages = self.languages[code].messages
        return (
            self._templates[code]
            .get_template(template)
            .render({**self._files, "locale": code, "messages": messages, **context})
        )

    def render_above(self, request: Request, template: str, **context: Any) -> str:
        """A template for the address of `request`, at any depth. `home` is the relative path from there to the top; it
        also works behind a proxy with a path prefix."""
        path = request.scope.get("raw_path", b"/").removeprefix(request.scope.get("root_path", "").encode())
        home = "../" * (path.count(b"/") - 1) or "./"
        files = {name: home + self._files[name] for name in ("static", "page")}
        code = self.language_of(request).code
        return self.render(code, template, **files, home=home, modules=[], **context)
