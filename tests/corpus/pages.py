"""A PDF written by hand: its pages, its one font, its table of objects."""

from __future__ import annotations

from collections.abc import Sequence

SIZE = 9.0


def text_of(x: float, y: float, text: str) -> str:
    """What draws a line of text at a place."""
    return f"BT /F {SIZE} Tf {x:.2f} {y:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET" if text else ""


def pdf_of(pages: Sequence[str], turned: bool = False, trailer: str = "", level: bool = False) -> bytes:
    """A PDF of pages with this content, A4. Its font names characters by their UTF-16 code; digits are half as wide.

    `turned`: pages are stored on their side, to be turned by whoever shows them. `trailer` is added to the trailer.
    `level`: the paper lies, and what is drawn on it is made smaller to fit.
    """
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = "".join(f"100 beginbfrange\n{chr(10).join(ranges[at : at + 100])}\nendbfrange\n" for at in (0, 100))
    blocks += f"56 beginbfrange\n{chr(10).join(ranges[200:])}\nendbfrange\n"
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{blocks}endcmap end end"
    )
    numbers = [7 + 2 * index for index in range(len(pages))]
    box, turn = ("0 0 842 595", "/Rotate 90" if turned else "") if turned or level else ("0 0 595 842", "")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /FontDescriptor 5 0 R /DW 1000 /W [32 126 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860] /Ascent 860 /Descent -140 "
        "/CapHeight 700 /ItalicAngle 0 /StemV 80 >>",
        _stream(to_unicode),
    ]
    for number, page in zip(numbers, pages, strict=True):
        # What is drawn upright is laid on its side, and turned back by whoever shows the page.
        content = f"0 1 -1 0 842 0 cm\n{page}" if turned else f"0.7 0 0 0.7 120 0 cm\n{page}" if level else page
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {turn} /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {number + 1} 0 R >>"
        )
        objects.append(_stream(content))
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R {trailer} >>\n"
    return data + tail.encode() + f"startxref\n{len(data)}\n%%EOF\n".encode()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
