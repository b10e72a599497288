"""A PDF put in order is the same PDF, whatever order its objects had."""

from exports.prisma_flow.figure import ordered_pdf


def pdf(objects: dict[int, bytes], root: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(objects) + 1)
    for number in range(1, len(objects) + 1):
        out += b"%010d 00000 n\r\n" % places[number]
    out += b"trailer\n<<\n  /Root %d 0 R\n>>\nstartxref\n%d\n%%%%EOF" % (root, start)
    return bytes(out)


STREAM = b"<<\n  /Length 9\n>>\nstream\n7 0 R \xff\xfe\n\nendstream"


def test_numbers_and_order_of_objects_do_not_matter() -> None:
    fonts = b"<<\n  /Font <<\n    /fo0 %d 0 R\n    /fo1 %d 0 R\n  >>\n  /C %d 0 R\n>>"
    swapped = b"<<\n  /Font <<\n    /fo1 %d 0 R\n    /fo0 %d 0 R\n  >>\n  /C %d 0 R\n>>"
    one = pdf({1: fonts % (2, 3, 4), 2: b"<<bold>>", 3: b"<<plain>>", 4: STREAM}, 1)
    other = pdf({3: STREAM, 4: swapped % (1, 2, 3), 1: b"<<plain>>", 2: b"<<bold>>"}, 4)
    assert one != other
    assert ordered_pdf(one) == ordered_pdf(other)
    assert ordered_pdf(ordered_pdf(one)) == ordered_pdf(one)


def test_what_looks_like_a_reference_in_a_stream_is_left_alone() -> None:
    assert STREAM in ordered_pdf(pdf({2: b"<</C 1 0 R>>", 1: STREAM}, 2))
