"""Complete responses: captured from an application, changed and sent."""

import asyncio

import pytest

from mockapi.http.response import Capture, Response, send_response


class TestResponse:
    def test_a_response_is_captured_from_the_messages_of_an_application(self) -> None:
        capture = Capture()

        async def send_in_pieces() -> None:
            headers = [(b"content-type", b"text/plain")]
            await capture({"type": "http.response.debug", "info": {}})
            await capture({"type": "http.response.start", "status": 418, "headers": headers})
            await capture({"type": "http.response.body", "body": b"a ", "more_body": True})
            with pytest.raises(RuntimeError, match="complete response"):
                capture.response()
            await capture({"type": "http.response.body", "body": b"pot"})

        asyncio.run(send_in_pieces())
        assert capture.response() == Response(418, ((b"content-type", b"text/plain"),), b"a pot")

    @pytest.mark.parametrize(
        "answer", [Response(204), Response(200, ((b"content-length", b"3"), (b"X-Mine", b"yes")), b"pot")], ids=str
    )
    def test_a_response_is_equal_after_it_is_sent_and_captured(self, answer: Response) -> None:
        capture = Capture()
        asyncio.run(send_response(capture, answer))
        assert capture.response() == answer

    def test_a_missing_response_raises_runtime_error(self) -> None:
        with pytest.raises(RuntimeError, match="complete response"):
            Capture().response()

    def test_with_header_appends_a_header(self) -> None:
        assert Response(204).with_header(b"a", b"1").with_header(b"b", b"2") == Response(
            204, ((b"a", b"1"), (b"b", b"2"))
        )

    def test_sized_sets_the_length_of_the_body(self) -> None:
        kind = (b"content-type", b"text/plain")
        assert Response(200, (kind,), b"pot").sized().headers == (kind, (b"content-length", b"3"))
        assert Response(200, ((b"Content-Length", b"9"), kind), b"pot").sized().headers == (
            kind,
            (b"content-length", b"3"),
        )
        right = Response(200, ((b"content-length", b"3"), kind), b"pot")
        assert right.sized() is right

    def test_sized_removes_length_and_body_for_a_status_without_a_body(self) -> None:
        assert Response(204, ((b"content-length", b"3"),), b"pot").sized() == Response(204)
