#!/usr/bin/env python3
"""Make the fixtures of this folder anew (see README).

Needs ImageMagick 6, libtiff's tools, libwebp's and OpenJPEG's, qpdf, and the
Liberation fonts.  It writes into the current folder.
"""
import os
import struct
import subprocess
import sys

TEXT = ("Le conseil municipal, légalement convoqué, s'est réuni\n"
        "à dix-huit heures trente sous la présidence du maire.\n"
        "Le budget primitif du service des eaux est adopté\n"
        "à l'unanimité des suffrages exprimés.")
LINE = "Le budget primitif du service des eaux"
DPI = 200
WIDE, HIGH = 1100, 260  # px at DPI
FONT = "Liberation-Serif"


def run(*argv):
    subprocess.run([str(a) for a in argv], check=True)


def convert(*argv):
    run("/usr/bin/convert", *argv)


def draw(path, dpi=DPI, text=TEXT, size=None, smooth=False, extra=()):
    wide, high = size or (WIDE, HIGH)
    convert("-size", f"{wide}x{high}", "xc:white", "-units", "PixelsPerInch",
            "-density", dpi, "-font", FONT, "-pointsize", 11,
            "-antialias" if smooth else "+antialias",
            "-interline-spacing", dpi // 50, "-fill", "black",
            "-annotate", f"+{dpi // 4}+{dpi // 3}", text, *extra, path)


# --- PDF, written by hand so that nothing is there that is not meant --------

def stream(entries, data):
    return (f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data +
            b"\nendstream")


def pdf(path, objects, trailer=""):
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    at = []
    for n, body in enumerate(objects, 1):
        at.append(len(out))
        body = body if isinstance(body, bytes) else body.encode()
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    xref = len(out)
    out += f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % a for a in at)
    out += (f"trailer\n<< /Size {len(at) + 1} /Root 1 0 R {trailer} >>\n"
            f"startxref\n{xref}\n%%EOF\n").encode()
    with open(path, "wb") as f:
        f.write(out)


def image(entries, data, wide=WIDE, high=HIGH):
    return stream(f"/Type /XObject /Subtype /Image /Width {wide} "
                  f"/Height {high} {entries}", data)


def images_pdf(path, images, content, page="", box=None, more=()):
    """One page whose images are /I0, /I1, ...; objects 4 on."""
    w, h = box or (WIDE * 72 / DPI, HIGH * 72 / DPI)
    names = " ".join(f"/I{i} {5 + i} 0 R" for i in range(len(images)))
    pdf(path, [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:g} {h:g}] {page} "
        f"/Contents 4 0 R /Resources << /XObject << {names} >> >> >>",
        stream("", content.encode()), *images, *more])


def whole(w=None, h=None):
    return f"q {w or WIDE * 72 / DPI:g} 0 0 {h or HIGH * 72 / DPI:g} 0 0 cm /I0 Do Q"


def read(path):
    with open(path, "rb") as f:
        return f.read()


def g4(source, *options):
    """The bare T.6 data of an image, in one strip."""
    convert(source, *options, "-monochrome", "-compress", "Group4",
            "-define", "tiff:rows-per-strip=100000", "t.tif")
    data = read("t.tif")
    order = "<" if data[:2] == b"II" else ">"
    at, = struct.unpack_from(order + "I", data, 4)
    n, = struct.unpack_from(order + "H", data, at)
    tag = {}
    for i in range(n):
        t, kind, count, value = struct.unpack_from(order + "HHII", data,
                                                   at + 2 + 12 * i)
        if kind == 3 and order == ">":
            value >>= 16
        tag[t] = value
    os.remove("t.tif")
    return data[tag[273]:tag[273] + tag[279]], tag[256], tag[257], tag[262]


def ccitt(source, *options):
    data, wide, high, photometric = g4(source, *options)
    black = "true" if photometric == 1 else "false"
    return image(f"/ColorSpace /DeviceGray /BitsPerComponent 1 "
                 f"/Filter /CCITTFaxDecode /DecodeParms << /K -1 "
                 f"/Columns {wide} /Rows {high} /BlackIs1 {black} >>", data,
                 wide, high)


def jbig2(source):
    """A generic region coded by MMR, which is T.6 again."""
    data, wide, high, photometric = g4(source)
    page = struct.pack(">IIIIBH", wide, high, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", wide, high, 0, 0, 0) + b"\x01" + data

    def segment(number, kind, body):
        return struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body

    both = segment(0, 48, page) + segment(1, 38, region)
    return image("/ColorSpace /DeviceGray /BitsPerComponent 1 "
                 "/Filter /JBIG2Decode" +
                 (" /Decode [1 0]" if photometric == 1 else ""), both)


def tiffs():
    draw("base.png")
    draw("smooth.png", smooth=True)
    mono = ("base.png", "-monochrome")
    convert(*mono, "-compress", "Group4", "g4.tif")
    convert(*mono, "-compress", "Fax", "g3.tif")
    convert(*mono, "-resize", "102%x49%!", "-monochrome", "-compress", "Fax",
            "-units", "PixelsPerInch", "-density", "204x98",
            "fax-unequal.tif")
    convert("smooth.png", "-colorspace", "Gray", "-posterize", 6, "-depth", 8,
            "-compress", "LZW", "lzw-8.tif")
    convert("base.png", "-type", "TrueColor", "-depth", 8, "-compress", "Zip",
            "deflate-24.tif")
    convert("base.png", "-type", "TrueColorAlpha", "-depth", 8, "-compress",
            "Zip", "deflate-32.tif")
    convert("base.png", "-type", "Grayscale", "-depth", 16, "-compress", "Zip",
            "deflate-16.tif")
    convert("base.png", "-colorspace", "CMYK", "-depth", 8, "-compress", "Zip",
            "cmyk.tif")
    convert("smooth.png", "-type", "TrueColor", "-quality", 30, "-crop",
            "700x110+0+100", "+repage", "-compress", "JPEG", "jpeg-24.tif")
    convert("base.png", "-type", "Palette", "-depth", 8, "-compress", "LZW",
            "palette.tif")
    convert(*mono, "-compress", "RLE", "-endian", "MSB", "packbits-msb.tif")
    convert(*mono, "-compress", "RLE", "-endian", "LSB", "packbits-lsb.tif")
    convert("base.png", "-negate", "-type", "Grayscale", "-depth", 8,
            "-compress", "LZW", "min-is-white.tif")
    run("tiffset", "-s", 262, 0, "min-is-white.tif")
    convert(*mono, "-compress", "Group4", "-define", "tiff:rows-per-strip=32",
            "strips.tif")
    run("tiffcp", "-t", "-w", 256, "-l", 128, "-c", "zip", "deflate-24.tif",
        "tiled-24.tif")
    run("tiffcp", "-t", "-w", 256, "-l", 128, "-c", "g4", "g4.tif",
        "tiled-1.tif")
    run("tiffcp", "-p", "separate", "-c", "zip", "deflate-24.tif",
        "planes.tif")
    run("tiffcp", "-r", 1000, "-c", "jpeg:30", "deflate-24.tif", "ycbcr.tif")
    run("tiffcp", "-8", "g4.tif", "big.tif")
    convert(*mono, "-rotate", -90, "-compress", "Group4", "turned.tif")
    run("tiffset", "-s", 274, 6, "turned.tif")
    blank = ("(", "-size", f"{WIDE}x{HIGH}", "xc:white", ")")
    convert("-density", DPI, "-units", "PixelsPerInch", *blank, *blank,
            "base.png", "-monochrome", "-compress", "Group4", "pages.tif")
    # A whole sheet, for which an absent or wrong resolution can be guessed.
    draw("sheet.png", size=(1654, 2339))
    convert("sheet.png", "-monochrome", "-compress", "Group4", "g.tif")
    for name, dpi in (("no-dpi.tif", None), ("dpi-72.tif", 72),
                      ("dpi-96.tif", 96), ("dpi-600.tif", 600)):
        run("tiffcp", "g.tif", name)
        run("tiffset", "-s", 296, 2, name)
        for tag in (282, 283):
            if dpi is None:
                run("tiffset", "-u", tag, name)
            else:
                run("tiffset", "-s", tag, dpi, name)
    os.remove("g.tif")
    # Half a sheet without any: only the height of the type can tell.
    convert(*mono, "-strip", "-units", "Undefined", "+set", "density",
            "-compress", "Group4", "half-no-dpi.tif")
    for tag in (282, 283):
        run("tiffset", "-u", tag, "half-no-dpi.tif")


def others():
    convert("smooth.png", "-colorspace", "Gray", "-quality", 35, "grey.jpg")
    convert("smooth.png", "-quality", 35, "-interlace", "JPEG", "-type",
            "TrueColor", "progressive.jpg")
    convert("smooth.png", "-colorspace", "CMYK", "-quality", 30, "cmyk.jpg")
    convert("smooth.png", "-colorspace", "Gray", "-rotate", -90, "-quality",
            35, "plain.jpg")
    exif = (b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(
        ">HHIHH", 0x112, 3, 1, 6, 0) + b"\0\0\0\0")
    data = read("plain.jpg")
    with open("exif-6.jpg", "wb") as f:
        f.write(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) +
                exif + data[2:])
    os.remove("plain.jpg")
    convert("base.png", "-depth", 16, "-type", "TrueColor", "-define",
            "png:bit-depth=16", "-define", "png:color-type=2", "rgb-16.png")
    convert("base.png", "-transparent", "white", "-define",
            "png:color-type=6", "alpha.png")
    convert("base.png", "-transparent", "white", "-define",
            "png:color-type=4", "grey-alpha.png")
    convert("base.png", "-transparent", "white", "PNG8:palette-alpha.png")
    convert("base.png", "-define", "png:color-type=0", "-define",
            "png:bit-depth=1", "-interlace", "PNG", "interlaced.png")
    run("cwebp", "-quiet", "-q", 30, "smooth.png", "-o", "lossy.webp")
    run("cwebp", "-quiet", "-lossless", "alpha.png", "-o", "alpha.webp")
    convert("smooth.png", "-colorspace", "Gray", "-depth", 8, "t.pgm")
    for name in ("grey.jp2", "bare.j2k"):
        run("opj_compress", "-i", "t.pgm", "-o", name, "-r", 26)
    os.remove("t.pgm")
    convert("base.png", "-monochrome", "mono.gif")
    convert("base.png", "-monochrome", "-interlace", "GIF", "interlaced.gif")
    # Formats without compression: a single line, at the coarsest that reads.
    line = {"text": LINE, "dpi": 150, "size": (560, 90), "smooth": True}
    draw("line.png", dpi=DPI, text=LINE, size=(760, 120))
    convert("line.png", "-monochrome", "mono.pbm")
    convert("line.png", "-monochrome", "BMP3:mono.bmp")
    draw("line.png", **line)
    crop = ("-crop", "500x48+20+18", "+repage", "-depth", 8)
    convert("line.png", "-colorspace", "Gray", *crop, "grey.pgm")
    convert("line.png", "-colorspace", "Gray", *crop, "-type", "Palette",
            "-compress", "None", "BMP3:palette-8.bmp")
    os.remove("line.png")


def pdfs():
    jpeg = image("/ColorSpace /DeviceGray /BitsPerComponent 8 "
                 "/Filter /DCTDecode", read("grey.jpg"))
    fax = ccitt("base.png")
    w, h = WIDE * 72 / DPI, HIGH * 72 / DPI
    images_pdf("jpeg.pdf", [jpeg], whole())
    images_pdf("g4.pdf", [fax], whole())
    images_pdf("jbig2.pdf", [jbig2("base.png")], whole())
    images_pdf("jpx.pdf", [image("/ColorSpace /DeviceGray /Filter /JPXDecode",
                                 read("grey.jp2"))], whole())
    images_pdf("mask.pdf", [fax.replace(
        b"/ColorSpace /DeviceGray", b"/ImageMask true")], "0 g " + whole())
    strips, content, n = [], "", 4
    for i in range(n):
        rows = HIGH // n
        strips.append(ccitt("base.png", "-crop",
                            f"{WIDE}x{rows}+0+{i * rows}", "+repage"))
        content += (f"q {w:g} 0 0 {h / n:g} 0 {h - (i + 1) * h / n:g} cm "
                    f"/I{i} Do Q\n")
    images_pdf("strips.pdf", strips, content)
    tiles, content = [], ""
    for i in range(4):
        x, y = i % 2, i // 2
        tiles.append(ccitt("base.png", "-crop", f"{WIDE // 2}x{HIGH // 2}+"
                           f"{x * WIDE // 2}+{y * HIGH // 2}", "+repage"))
        content += (f"q {w / 2:g} 0 0 {h / 2:g} {x * w / 2:g} "
                    f"{h / 2 - y * h / 2:g} cm /I{i} Do Q\n")
    images_pdf("tiles.pdf", tiles, content)
    turned = ccitt("base.png", "-rotate", 90)
    images_pdf("rotate-270.pdf", [turned], whole(h, w), "/Rotate 270", (h, w))
    over = ccitt("base.png", "-rotate", 180)
    images_pdf("rotate-180.pdf", [over], whole(), "/Rotate 180")
    # Bottom row first, as bitmaps have it, and turned over by the matrix.
    images_pdf("mirrored.pdf", [ccitt("base.png", "-flip")],
               f"q {w:g} 0 0 {-h:g} 0 {h:g} cm /I0 Do Q")
    # A quarter turn that the matrix makes.
    images_pdf("matrix-90.pdf", [turned],
               f"q 0 {h:g} {-w:g} 0 {w:g} 0 cm /I0 Do Q")
    images_pdf("user-unit.pdf", [fax], whole(w / 2, h / 2), "/UserUnit 2",
               (w / 2, h / 2))
    data, wide, high, photometric = g4("base.png")
    inline = (f"q {w:g} 0 0 {h:g} 0 0 cm BI /W {wide} /H {high} /CS /G /BPC 1 "
              f"/F /CCF /DP << /K -1 /Columns {wide} /BlackIs1 "
              f"{'true' if photometric == 1 else 'false'} >> ID ").encode()
    pdf("inline.pdf", [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:g} {h:g}] "
        "/Contents 4 0 R /Resources << >> >>",
        stream("", inline + data + b"\nEI Q")])
    digital = ("BT /F1 11 Tf 14 TL 40 760 Td " + " ".join(
        f"({s}) '" for s in TEXT.replace("é", "\\351").replace("à", "\\340")
        .split("\n")) + " ET")
    font = ("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman "
            "/Encoding /WinAnsiEncoding >>")
    # A page typed, then a page scanned.
    mixed = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        stream("", digital.encode()), font,
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:g} {h:g}] /Contents "
        "7 0 R /Resources << /XObject << /I0 8 0 R >> >> >>",
        stream("", whole().encode()), fax]
    pdf("mixed.pdf", mixed)
    run("qpdf", "--linearize", "--object-streams=generate", "mixed.pdf",
        "linear.pdf")
    run("qpdf", "--encrypt", "", "owner", "256", "--", "mixed.pdf",
        "owner-password.pdf")
    run("qpdf", "--encrypt", "user", "owner", "256", "--", "mixed.pdf",
        "user-password.pdf")
    data = read("mixed.pdf")
    with open("xref-lost.pdf", "wb") as f:
        f.write(data.replace(b"startxref\n", b"startxref\n9").replace(
            b"0000000", b"0000777"))
    for name, kept in (("cut-early.pdf", 60), ("cut-late.pdf", 420)):
        with open(name, "wb") as f:
            f.write(data[:kept])
    # A typed page with a form filled in: a line of text and two tick boxes.
    cross = "q 0 0 10 10 re W n 1 1 m 9 9 l 1 9 m 9 1 l S Q"
    pdf("form.pdf", [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields "
        "[6 0 R 7 0 R 8 0 R] /DR << /Font << /F1 5 0 R >> >> "
        "/DA (/F1 11 Tf 0 g) >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> "
        "/Annots [6 0 R 7 0 R 8 0 R] >>",
        stream("", digital.encode()), font,
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (objet) /Rect "
        "[40 600 400 618] /F 4 /DA (/F1 11 Tf 0 g) "
        "/V (R\\351fection du lavoir communal) "
        "/AP << /N 9 0 R >> /P 3 0 R >>",
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (pour) /Rect "
        "[40 570 50 580] /F 4 /V /Oui /AS /Oui "
        "/AP << /N << /Oui 10 0 R /Off 11 0 R >> >> /P 3 0 R >>",
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (contre) /Rect "
        "[80 570 90 580] /F 4 /V /Off /AS /Off "
        "/AP << /N << /Oui 10 0 R /Off 11 0 R >> >> /P 3 0 R >>",
        stream("/Type /XObject /Subtype /Form /BBox [0 0 360 18] /Resources "
               "<< /Font << /F1 5 0 R >> >>",
               b"BT /F1 11 Tf 2 5 Td (R\\351fection du lavoir communal) Tj "
               b"ET"),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 10 10]",
               ("0 0 10 10 re S " + cross).encode()),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 10 10]",
               b"0 0 10 10 re S")])
    # A scan on which somebody typed a remark with his viewer.
    remark = "Vu le 3 mai pour ampliation"
    pdf("annotation.pdf", [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:g} {h:g}] /Contents "
        "4 0 R /Resources << /XObject << /I0 5 0 R >> >> /Annots [6 0 R] >>",
        stream("", whole().encode()), fax,
        f"<< /Type /Annot /Subtype /FreeText /Rect [200 4 360 20] /F 4 "
        f"/Contents ({remark}) /DA (/F1 11 Tf 0 g) /AP << /N 7 0 R >> >>",
        stream("/Type /XObject /Subtype /Form /BBox [0 0 160 16] /Resources "
               "<< /Font << /F1 8 0 R >> >>",
               f"BT /F1 11 Tf 2 4 Td ({remark}) Tj ET".encode()),
        font])
    # A scan on which a platform printed its stamp, over the end of a line.
    stamp = ("BT /F1 9 Tf 190 46 Td (Envoy\\351 en pr\\351fecture le "
             "04/05/2024) Tj ET")
    pdf("stamped.pdf", [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:g} {h:g}] /Contents "
        "4 0 R /Resources << /XObject << /I0 5 0 R >> /Font << /F1 6 0 R >> "
        ">> >>", stream("", (whole() + " " + stamp).encode()), fax, font])


def main():
    tiffs()
    others()
    pdfs()
    for name in ("base.png", "smooth.png", "sheet.png"):
        os.remove(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
