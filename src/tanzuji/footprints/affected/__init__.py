"""Who is affected by a release of a shared library: before it is there, once it is announced, and after.

`computing` puts an organisation's studies on the release; `keeping` keeps what came of it, organisation by
organisation, and tells them; `reports` is what an organisation reads of its own and a curator of all together;
`listening` hears of releases and of datasets withdrawn; `tasks` is the work in the background.
"""
