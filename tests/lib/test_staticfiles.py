"""Style sheets lose their air on the way to the browser, and nothing else."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from wijkmakers.lib.staticfiles import Storage, squeezed

SOURCE = """
/* why */
@layer tokens, base;
.a > .b:is(:hover, .c) { --at: .5; color: var(--ink); inset: calc(1rem + 2px) auto; }
.where { grid-template-columns: var(--d5, var(--w)) var(--d6,) var(--d7,); }
@media (min-width: 64rem) and (hover) { .x :is(td, th) a { content: "/"; } }
"""
SQUEEZED = (
    "@layer tokens,base;"
    ".a > .b:is(:hover,.c){--at:.5;color:var(--ink);inset:calc(1rem + 2px) auto}"
    ".where{grid-template-columns:var(--d5,var(--w)) var(--d6,) var(--d7,)}"
    '@media (min-width:64rem) and (hover){.x :is(td,th) a{content:"/"}}'
)


def test_only_air_is_squeezed_out():
    assert squeezed(SOURCE) == SQUEEZED


@pytest.mark.parametrize(
    ("name", "kept"), [("css/base.css", SQUEEZED), ("admin/css/base.css", SOURCE), ("css/note.txt", SOURCE)]
)
def test_only_our_own_sheets(tmp_path, name, kept):
    source = ContentFile(SOURCE.encode())
    source.read()  # as it comes when a hash was taken of it
    Storage(location=tmp_path).save(name, source)
    assert Path(tmp_path, name).read_text() == kept


def test_an_imported_script_is_the_one_the_page_loads(tmp_path):
    storage = Storage(location=tmp_path)
    storage.save("js/status.js", ContentFile(b"export const say = 1;"))
    storage.save("js/dialog.js", ContentFile(b'import { say } from "./status.js";'))
    files = {name: (storage, name) for name in ("js/status.js", "js/dialog.js")}
    assert [
        processed for _name, _hashed, processed in storage.post_process(files) if processed is not True
    ] == []
    status = Path(storage.stored_name("js/status.js")).name
    assert Path(tmp_path, storage.stored_name("js/dialog.js")).read_text() == (
        f'import {{ say }} from "./{status}";'
    )
