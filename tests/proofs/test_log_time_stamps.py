"""Time stamps (RFC 3161) over checkpoints, by an authority that the test makes with OpenSSL."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509

from tanzuji.documents.errors import CodedError
from tanzuji.proofs.timestamps import check_stamp, stamped

pytest.importorskip("rfc3161_client", reason="rfc3161-client (extra stamps) is not installed")
if shutil.which("openssl") is None:
    pytest.skip("openssl is not on this machine", allow_module_level=True)

TEXT = "example.com/log\n3\n" + "A" * 43 + "=\n"
_CONFIGURATION = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[req]
distinguished_name = name
[name]
"""


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, x509.Certificate]]:
    """Address and root certificate of a time-stamping authority."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(_CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem",
            "-days", "30", "-subj", "/CN=Root of the test")  # fmt: skip
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
            "-subj", "/CN=Authority of the test", "-config", "tsa.cnf")  # fmt: skip
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-out", "tsa.pem", "-days", "30", "-extfile", "tsa.cnf", "-extensions", "leaf")  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "q.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl(folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr")
            reply = b"nonsense" if self.path == "/nonsense" else (folder / "r.tsr").read_bytes()
            self.send_response(503 if self.path == "/down" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
    yield f"http://127.0.0.1:{server.server_address[1]}", root
    server.shutdown()
    server.server_close()


def test_a_stamp_says_when_the_checkpoint_was_there(authority: tuple[str, x509.Certificate]) -> None:
    address, root = authority
    reply = stamped(address, TEXT)
    assert abs(check_stamp(reply, TEXT, [root]) - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_stamp_of_another_text_or_authority_is_refused(authority: tuple[str, x509.Certificate]) -> None:
    address, root = authority
    reply = stamped(address, TEXT)
    with pytest.raises(CodedError, match=r"log\.bad-time-stamp"):
        check_stamp(reply, TEXT.replace("3", "4", 1), [root])
    spoiled = bytearray(reply)
    spoiled[-5] ^= 1
    with pytest.raises(CodedError, match=r"log\.bad-time-stamp"):
        check_stamp(bytes(spoiled), TEXT, [root])


def test_a_stranger_root_does_not_vouch(authority: tuple[str, x509.Certificate], tmp_path: Path) -> None:
    openssl(
        tmp_path,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "k",
        "-out",
        "c",
        "-subj",
        "/CN=x",
    )
    stranger = x509.load_pem_x509_certificate((tmp_path / "c").read_bytes())
    with pytest.raises(CodedError, match=r"log\.bad-time-stamp"):
        check_stamp(stamped(authority[0], TEXT), TEXT, [stranger])


@pytest.mark.parametrize(
    ("path", "code"), [("/down", "log.unreachable"), ("/nonsense", "log.bad-time-stamp")]
)
def test_an_authority_that_answers_nothing_usable_is_told(
    authority: tuple[str, x509.Certificate], path: str, code: str
) -> None:
    with pytest.raises(CodedError) as raised:
        stamped(authority[0] + path, TEXT)
    assert raised.value.code == code
