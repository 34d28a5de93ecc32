//! PDF files that are built to hold their reader up, by the objects that it goes through.

/// A file of objects, the first of which is the catalogue; the table of their places is right.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", n + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).into_bytes());
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").into_bytes()));
    bytes.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", places.len() + 1).into_bytes());
    bytes
}

const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// A file of one page with this content, and what else it needs; the content is object 4, the font 5.
fn page(content: &[u8], others: &[&str]) -> Vec<u8> {
    let resources = "<</Font<</F1 5 0 R>>/XObject<</X 6 0 R/Y 7 0 R>>>>";
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources {resources}>>");
    let mut objects = vec![
        CATALOGUE.into(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        stream("", content),
        FONT.into(),
    ];
    objects.extend(others.iter().map(|other| other.as_bytes().to_vec()));
    file(&objects)
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    [format!("<</Length {}{entries}>>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat()
}

fn with_pages(pages: &str, others: &[&str]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = vec![CATALOGUE.into(), pages.into()];
    objects.extend(others.iter().map(|other| other.as_bytes().to_vec()));
    file(&objects)
}

/// Zeros without end in the form that Flate packs them to; a thousandth of their size.
fn packed_zeros(count: usize) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("x", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&vec![b' '; count]).unwrap();
    let archive = archive.finish().unwrap().into_inner();
    let end = archive.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    // A header of zlib before what ZIP packs in the same way; its sum is missing, which readers forgive.
    [b"\x78\x9C", &archive[31..end]].concat()
}

/// All of them.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let words = b"BT /F1 12 Tf 72 700 Td (The ministers met in Tokyo.) Tj ET\n";
    let form = |inner: &str| {
        String::from_utf8(stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>>>",
            inner.as_bytes(),
        ))
        .unwrap()
    };
    let doubled = form("/Y Do /Y Do /Y Do /Y Do /Y Do /Y Do /Y Do /Y Do");
    let bomb = |layers: usize, filter: &str| {
        let mut content = packed_zeros(if layers == 2 { 40_000_000 } else { 200_000_000 });
        if layers == 2 {
            content = [
                b"\x78\x01\x01".as_slice(),
                &(content.len() as u16).to_le_bytes(),
                &(!(content.len() as u16)).to_le_bytes(),
                &content,
            ]
            .concat();
        }
        let page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>".to_vec();
        file(&[CATALOGUE.into(), b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(), page, stream(filter, &content)])
    };
    let sound = page(words, &[]);
    let cut = |share: usize| sound[..sound.len() * share / 10].to_vec();
    vec![
        ("a page tree in itself", with_pages("<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>", &[])),
        (
            "two page trees in each other",
            with_pages("<</Type/Pages/Kids[3 0 R 3 0 R]/Count 4>>", &["<</Type/Pages/Kids[2 0 R 2 0 R]/Parent 2 0 R/Count 4>>"]),
        ),
        ("a billion pages", with_pages("<</Type/Pages/Kids[]/Count 1000000000>>", &[])),
        ("fewer pages than none", with_pages("<</Type/Pages/Kids[]/Count -1>>", &[])),
        ("a catalogue that is itself", file(&[b"1 0 R".to_vec(), b"2 0 R".to_vec()])),
        ("deep arrays", with_pages(&"[".repeat(200_000), &[])),
        ("deep dictionaries", with_pages(&"<</A".repeat(200_000), &[])),
        ("deep brackets", page(&b"(".repeat(200_000), &[])),
        (
            "a length beyond the end",
            with_pages(
                "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                &["<</Type/Page/Contents 4 0 R>>", "<</Length 99999999999>>\nstream\nx"],
            ),
        ),
        (
            "a length that is itself",
            with_pages(
                "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                &["<</Type/Page/Contents 4 0 R>>", "<</Length 4 0 R>>\nstream\nx\nendstream"],
            ),
        ),
        ("a form in itself", page(b"/X Do", &[&form("/X Do"), &form("/X Do")])),
        ("forms that double", page(&b"/X Do ".repeat(1000), &[&doubled, &form("q Q q Q")])),
        ("two forms in each other", page(b"/X Do", &[&form("/Y Do /Y Do"), &form("/X Do /X Do")])),
        ("a million words", page(&words.repeat(300_000), &[])),
        ("a million saved states", page(&b"q ".repeat(2_000_000), &[])),
        ("numbers without end", page(&b"9".repeat(5_000_000), &[])),
        ("operands without an operator", page(&b"1 ".repeat(3_000_000), &[])),
        ("an inline picture never ended", page(&[b"BI /W 99999 /H 99999 ID ".as_slice(), &[b'x'; 1_000_000]].concat(), &[])),
        ("letters of no size", page(b"BT /F1 0 Tf 0 0 Td (x) Tj 99999999999999999999 0 0 0 0 0 Tm (The ministers) Tj ET", &[])),
        ("a font that is not there", page(b"BT /F9 12 Tf 72 700 Td (The ministers met.) Tj ET", &[])),
        ("a bomb", bomb(1, "/Filter/FlateDecode")),
        ("a bomb in a bomb", bomb(2, "/Filter[/FlateDecode/FlateDecode]")),
        ("filters of filters", bomb(1, &format!("/Filter[{}]", "/ASCIIHexDecode".repeat(10_000)))),
        (
            "a table of places in itself",
            [sound.as_slice(), b"\nxref\n0 0\ntrailer\n<</Size 9/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"].concat(),
        ),
        ("a table of places at its end", b"%PDF-1.7\nstartxref\n9\n%%EOF".to_vec()),
        (
            "a table of a billion places",
            b"%PDF-1.7\nxref\n0 1000000000\ntrailer\n<</Size 1000000000/Root 1 0 R>>\nstartxref\n9\n%%EOF".to_vec(),
        ),
        ("objects without a table", [b"%PDF-1.7\n".as_slice(), &b"1 0 obj\n<<>>\nendobj\n".repeat(100_000)].concat()),
        ("a header alone", b"%PDF-1.7\n".to_vec()),
        ("zeros after a header", [b"%PDF-1.7\n".as_slice(), &[0; 5_000_000]].concat()),
        ("cut at a third", cut(3)),
        ("cut at a half", cut(5)),
        ("cut near the end", cut(9)),
    ]
}
