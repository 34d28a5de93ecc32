//! The files: a few hundred of each kind of malice that readers have met with, and the sound ones that must go in beside them.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use zip::write::{SimpleFileOptions, ZipWriter};

#[path = "pdf.rs"]
mod pdf;

/// A file to be laid down.
pub struct File {
    pub format: &'static str,
    pub name: String,
    pub bytes: Vec<u8>,
    /// The size that it is stretched to, without taking the room on the disk.
    pub stretched: u64,
    /// Whether it must go in.
    pub sound: bool,
}

impl File {
    fn new(format: &'static str, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { format, name: name.into(), bytes: bytes.into(), stretched: 0, sound: false }
    }

    pub fn write(&self, folder: &Path) {
        let file =
            fs::File::create(folder.join(&self.name)).and_then(|mut file| file.write_all(&self.bytes).map(|()| file)).unwrap();
        if self.stretched > 0 {
            file.set_len(self.stretched).unwrap();
        }
    }
}

/// Numbers that look like chance and are the same at each run: splitmix64, <https://prng.di.unimi.it/splitmix64.c>.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    /// A file with some of its bytes changed, doubled, or taken out, or cut off.
    fn damaged(&mut self, sound: &[u8]) -> Vec<u8> {
        let mut bytes = sound.to_vec();
        for _ in 0..=self.below(20) {
            let at = self.below(bytes.len());
            let end = (at + self.below(200)).min(bytes.len());
            match self.below(5) {
                0 => bytes.truncate(at.max(16)),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => bytes[at] = self.next() as u8,
            }
            if bytes.len() < 16 {
                bytes.extend_from_slice(sound);
            }
        }
        bytes
    }
}

const SOUND: [&str; 8] = [
    "file/japanese.pdf",
    "file/russian.pdf",
    "file/french.pdf",
    "file/japanese.docx",
    "file/russian.docx",
    "file/japanese.eml",
    "file/russian.eml",
    "page/akorda.html",
];

const TEXT: &str = "On 12 March 2026, Minister of Foreign Affairs of Kazakhstan Yermek Kosherbayev held talks with the Minister for \
    Foreign Affairs of Japan Toshimitsu Motegi in Tokyo. The ministers discussed energy and transport.";

/// All of them.
pub fn all() -> Vec<File> {
    let mut chance = Chance(2026);
    let mut files = Vec::new();
    for path in SOUND {
        let bytes = fs::read(format!("tests/source/{path}")).unwrap();
        let (stem, suffix) = path.rsplit('/').next().unwrap().split_once('.').unwrap();
        let format = match suffix {
            "pdf" => "pdf",
            "docx" => "word",
            "eml" => "mail",
            _ => "page",
        };
        for n in 0..9 {
            files.push(File::new(format, format!("damaged {stem} {n}.{suffix}"), chance.damaged(&bytes)));
        }
        files.push(File { sound: true, ..File::new(format, format!("sound {stem}.{suffix}"), bytes) });
    }
    files.push(File { sound: true, ..File::new("text", "sound.txt", TEXT) });
    files.extend(named("page", "html", pages()));
    files.extend(named("pdf", "pdf", pdf::files()));
    files.extend(named("word", "docx", documents(&mut chance)));
    files.extend(named("mail", "eml", mails(&mut chance)));
    files.extend(named("text", "txt", texts(&mut chance)));
    files.extend(named("markdown", "md", front_matters()));
    files.extend(tables());
    files.extend(named("feed", "xml", feeds()));
    files.extend(foreign(&mut chance));
    files.extend(names());
    files.push(File { stretched: 1_000_000_000, ..File::new("text", "one gigabyte.txt", TEXT) });
    files.push(File { stretched: 1_000_000_000, ..File::new("page", "one gigabyte.html", "<html><p>") });
    files.push(File { stretched: 1_000_000_000, ..File::new("pdf", "one gigabyte.pdf", "%PDF-1.7\n") });
    files
}

fn named(format: &'static str, suffix: &'static str, all: Vec<(&'static str, Vec<u8>)>) -> impl Iterator<Item = File> {
    all.into_iter().map(move |(name, bytes)| File::new(format, format!("{name}.{suffix}"), bytes))
}

fn pages() -> Vec<(&'static str, Vec<u8>)> {
    let page =
        |body: String| format!("<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>").into_bytes();
    let attributes = |n: usize| (0..n).map(|n| format!(" a{n}=\"{n}\"")).collect::<String>();
    vec![
        ("a million nested tags", page("<div>".repeat(1_000_000))),
        ("a million unclosed links", page("<a href=x>".repeat(1_000_000))),
        ("a million unclosed bolds", page("<p><b>".repeat(1_000_000))),
        ("a hundred thousand fonts", page("<font color=red><p>x".repeat(100_000))),
        ("tables in tables", page("<table><tr><td>".repeat(100_000))),
        ("selects in selects", page("<select><option>".repeat(100_000))),
        ("templates in templates", page("<template>".repeat(100_000))),
        ("drawings in drawings", page("<svg><foreignObject>".repeat(50_000))),
        ("lists in lists", page("<ul><li>".repeat(100_000))),
        ("a crowd of attributes", page(format!("<p{}>x</p>", attributes(100_000)))),
        ("one long attribute", page(format!("<p title=\"{}\">x</p>", "y".repeat(10_000_000)))),
        ("an attribute never closed", page(format!("<p title=\"{}", "y ".repeat(1_000_000)))),
        ("a comment never closed", page(format!("<!--{}", "-".repeat(5_000_000)))),
        ("a script never closed", page(format!("<script>{}", "x=1;".repeat(1_000_000)))),
        ("many small comments", page("<!-- -->".repeat(1_000_000))),
        ("many entities", page("&amp;&lt;&#x10FFFF;&nosuch;".repeat(300_000))),
        ("numbers beyond all letters", page("&#99999999999999;&#xD800;&#0;".repeat(10_000))),
        ("zero bytes", page("\0".repeat(1_000_000))),
        ("one word", page(format!("<p>{}</p>", "x".repeat(10_000_000)))),
        ("marks on one letter", page(format!("<p>e{}</p>", "\u{301}".repeat(1_000_000)))),
        ("letters that turn", page(format!("<p>{TEXT}\u{202e}{TEXT}</p>"))),
        ("many frames", page("<iframe src=x>".repeat(100_000))),
        ("metadata without end", page("<meta name=date content=2026-03-12>".repeat(200_000))),
        ("nested metadata", page(format!("<script type=\"application/ld+json\">{}</script>", "[".repeat(1_000_000)))),
        ("closing tags alone", page("</p></div></b></table>".repeat(200_000))),
        ("half a tag", b"<html><body><p".to_vec()),
        ("a mark of order and nothing", b"\xEF\xBB\xBF<html>".to_vec()),
        ("sixteen bits cut", b"\xFF\xFE<\0h\0t\0m\0l\0>\0x".to_vec()),
        ("a charset that is none", b"<html><meta charset=\"\x00\xFF\"><p>\x80\x81\x82</html>".to_vec()),
        ("a wrong charset", [b"<html><meta charset=utf-16><p>".as_slice(), TEXT.as_bytes()].concat()),
        ("escapes of another encoding", b"<html><p>\x1B$B\x1B(B\x1B$B".repeat(10_000)),
    ]
}

/// An archive of members, as it is, of any size.
fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    packed(&[("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes())])
}

fn documents(chance: &mut Chance) -> Vec<(&'static str, Vec<u8>)> {
    let laughs: String = (1..20).map(|n| format!("<!ENTITY a{n} \"&a{0};&a{0};&a{0};\">", n - 1)).collect();
    let sound = document("<w:p><w:r><w:t>x</w:t></w:r></w:p>");
    let at = |needle: &[u8]| sound.windows(needle.len()).rposition(|window| window == needle).unwrap();
    let changed = |at: usize, bytes: &[u8]| [&sound[..at], bytes, &sound[at + bytes.len()..]].concat();
    let many: Vec<String> = (0..20_000).map(|n| format!("word/{n}.xml")).collect();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for name in &many {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
    }
    let bomb = vec![b'a'; 150_000_000];
    vec![
        ("a bomb", document(&format!("<w:p><w:r><w:t>{}", "a".repeat(150_000_000)))),
        ("a bomb beside the text", packed(&[("word/media/image1.png", &bomb), ("word/document.xml", b"<w:p/>")])),
        ("a bomb of relations", packed(&[("_rels/.rels", &bomb), ("word/document.xml", b"<w:p/>")])),
        ("a bomb of tags", document(&"<w:p/>".repeat(15_000_000))),
        ("a bomb in a bomb", packed(&[("word/document.xml", &packed(&[("word/document.xml", &bomb)]))])),
        ("deep tables", document(&"<w:tbl><w:tr><w:tc>".repeat(100_000))),
        ("deep text boxes", document(&"<w:p><w:r><w:txbxContent>".repeat(100_000))),
        ("one long tag", document(&format!("<w:p {}/>", "a=\"b\" ".repeat(1_000_000)))),
        ("one long comment", document(&format!("<!--{}-->", "x".repeat(50_000_000)))),
        ("laughs", document(&format!("<!DOCTYPE x [<!ENTITY a0 \"ha\">{laughs}]><w:p><w:r><w:t>&a19;</w:t></w:r></w:p>"))),
        (
            "an outer entity",
            document("<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><w:p><w:r><w:t>&f;</w:t></w:r></w:p>"),
        ),
        ("an unknown entity", document("<w:p><w:r><w:t>&nosuch;</w:t></w:r></w:p>")),
        ("a wrong end", document("<w:p></w:r></w:p></w:p></w:p>")),
        ("letters that are none", document("<w:p><w:r><w:t>&#0;&#xD800;&#x110000;</w:t></w:r></w:p>")),
        ("bytes that are no text", packed(&[("word/document.xml", b"<w:p><w:r><w:t>\xFF\xFE\x80</w:t></w:r></w:p>")])),
        ("no main part", packed(&[("word/styles.xml", b"<x/>")])),
        (
            "a main part of another name",
            packed(&[("_rels/.rels", b"<r><R Type='/officeDocument' Target='../../etc/passwd'/></r>"), ("word/x", b"")]),
        ),
        ("a main part that is a path out", packed(&[("../../word/document.xml", b"<w:p><w:r><w:t>out</w:t></w:r></w:p>")])),
        ("an empty part", packed(&[("word/document.xml", b"")])),
        ("twenty thousand members", archive.finish().unwrap().into_inner()),
        ("a wrong sum", changed(14, &[1, 2, 3, 4])),
        ("a lying size", changed(18, &[0xFF, 0xFF, 0xFF, 0x7F])),
        ("a locked member", changed(6, &[1])),
        ("an unknown method", changed(8, &[99])),
        ("a directory elsewhere", changed(at(b"PK\x05\x06") + 16, &[0xFF, 0xFF, 0xFF, 0x7F])),
        ("a directory of a billion", changed(at(b"PK\x05\x06") + 8, &[0xFF, 0xFF, 0xFF, 0xFF])),
        ("no directory", [b"PK\x03\x04word/".to_vec(), chance.bytes(100_000)].concat()),
        ("chance", [b"PK\x03\x04".to_vec(), chance.bytes(1000), b"word/document.xml".to_vec()].concat()),
    ]
}

fn mails(chance: &mut Chance) -> Vec<(&'static str, Vec<u8>)> {
    let mail = |rest: String| format!("Subject: x\nFrom: a@example.org\n{rest}").into_bytes();
    let text =
        |transfer: &str, body: &str| mail(format!("Content-Type: text/plain\nContent-Transfer-Encoding: {transfer}\n\n{body}"));
    let multi = |body: String| mail(format!("Content-Type: multipart/mixed; boundary=b\n\n{body}"));
    vec![
        ("mail in mail", mail("Content-Type: message/rfc822\n\n".repeat(200_000))),
        (
            "parts in parts",
            mail((0..50_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect()),
        ),
        ("parts of the same name in parts", mail("Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(50_000))),
        ("a million parts", multi("--b\n\nx\n".repeat(1_000_000))),
        ("a boundary never closed", multi(format!("--b\n\n{}", "x\n".repeat(1_000_000)))),
        ("a boundary that never comes", multi("x\n".repeat(1_000_000))),
        ("an empty boundary", mail("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n--\nx\n".to_owned())),
        ("a long boundary", mail(format!("Content-Type: multipart/mixed; boundary={}\n\nx", "b".repeat(1_000_000)))),
        ("a long header", mail(format!("X: {}\n\n{TEXT}", "y".repeat(10_000_000)))),
        ("a million headers", mail(format!("{}\n{TEXT}", "X: y\n".repeat(1_000_000)))),
        ("a header folded for ever", mail(format!("X: y\n{}\n{TEXT}", " y\n".repeat(1_000_000)))),
        ("addresses in addresses", mail(format!("To: {}\n\n{TEXT}", "a:(<".repeat(50_000)))),
        ("comments in comments", mail(format!("To: {}\n\n{TEXT}", "(".repeat(200_000)))),
        ("encoded words without end", mail(format!("Subject: {}\n\n{TEXT}", "=?utf-8?B?".repeat(20_000)))),
        ("encoded words of no charset", mail(format!("Subject: {}\n\n{TEXT}", "=?x?Q?=41?= ".repeat(10_000)))),
        (
            "parameters in pieces",
            mail(format!(
                "Content-Type: text/plain{}\n\n{TEXT}",
                (0..20_000).map(|n| format!("; a*{n}*=x''%41")).collect::<String>()
            )),
        ),
        ("broken base64", text("base64", &"!!!===QUJD".repeat(100_000))),
        ("broken quoted-printable", text("quoted-printable", &"=XY=\n=4".repeat(100_000))),
        ("an unknown transfer", text("x-uuencode", TEXT)),
        ("bytes that are no text", [text("8bit", ""), chance.bytes(100_000)].concat()),
        ("zero bytes", text("8bit", &"\0".repeat(100_000))),
        ("quotes alone", text("8bit", &"> > > > \n".repeat(100_000))),
        ("a line of hyphens", text("8bit", &"word-\n".repeat(500_000))),
        ("one long line", text("8bit", &"word ".repeat(3_000_000))),
        ("a page of nested tags", mail(format!("Content-Type: text/html\n\n{}", "<div>".repeat(500_000)))),
        (
            "a charset that is none",
            mail(format!("Content-Type: text/plain; charset=\"x-{}\"\n\n\u{416}{TEXT}", "y".repeat(1000))),
        ),
        ("no text but a file", mail("Content-Type: application/pdf\n\n%PDF-1.7".to_owned())),
        ("a date that is none", mail(format!("Date: Sat, 99 Zzz 99999 99:99:99 +9999\n\n{TEXT}"))),
        ("headers alone", mail("Date: Sat, 20 Dec 2025 09:00:00 +0900".to_owned())),
    ]
}

fn texts(chance: &mut Chance) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("nothing", Vec::new()),
        ("white space", b" \n\t\r\n".repeat(1000)),
        ("one line of three megabytes", "word ".repeat(600_000).into_bytes()),
        ("one word of three megabytes", "x".repeat(3_000_000).into_bytes()),
        ("a million lines", "a\n".repeat(1_000_000).into_bytes()),
        ("twenty-one megabytes", vec![b'a'; 21_000_000]),
        ("chance", chance.bytes(100_000)),
        ("zero bytes", vec![0; 100_000]),
        ("control characters", format!("{TEXT}\u{1b}[2J\u{7}\u{8}").into_bytes()),
        ("broken UTF-8", [TEXT.as_bytes(), b"\xC3\x28\xA0\xA1\xE2\x28\xF0\x90"].concat().repeat(100)),
        ("long forms of UTF-8", b"\xC0\xAF\xE0\x80\xAF\xF0\x80\x80\xAF".repeat(1000)),
        ("halves of pairs", b"\xED\xA0\x80\xED\xB0\x80".repeat(1000)),
        ("sixteen bits without a mark", TEXT.bytes().flat_map(|byte| [byte, 0]).collect()),
        ("sixteen bits cut", [b"\xFE\xFF\0A\0B\xD8".as_slice()].concat()),
        ("a mark of order alone", b"\xEF\xBB\xBF".to_vec()),
        ("marks of order everywhere", "\u{feff}word ".repeat(100_000).into_bytes()),
        ("marks on one letter", format!("e{}", "\u{301}".repeat(500_000)).into_bytes()),
        ("letters that turn", format!("{TEXT}\u{202e}{TEXT}\u{2066}").into_bytes()),
        ("dates alone", "12 March 2026, ".repeat(50_000).into_bytes()),
        ("names alone", "Toshimitsu Motegi and Yermek Kosherbayev, ".repeat(10_000).into_bytes()),
        ("brackets", "(".repeat(500_000).into_bytes()),
        ("quotes", "\"«“".repeat(200_000).into_bytes()),
        ("full stops", ". ".repeat(500_000).into_bytes()),
        ("kana without end", "あ".repeat(500_000).into_bytes()),
        ("escapes of another encoding", b"\x1B$B%%\x1B(B".repeat(50_000)),
    ]
}

fn front_matters() -> Vec<(&'static str, Vec<u8>)> {
    let matter = |head: &str| format!("---\n{head}\n---\n{TEXT}\n").into_bytes();
    vec![
        ("a front matter never closed", format!("---\n{}", "title: x\n".repeat(100_000)).into_bytes()),
        ("a front matter of a long key", matter(&"k".repeat(100_000))),
        ("a front matter of steering", matter("ti\u{202e}tle: x")),
        ("a front matter of a long title", matter(&format!("title: {}", "t".repeat(1_000_000)))),
        ("a front matter of no day", matter("issued: 2026-99-99")),
        ("a front matter of a far day", matter("issued: 9999-12-31")),
        ("a front matter of a bad address", matter("source: javascript:alert(1)//<>\"{}|\\^`")),
        ("a front matter of a long address", matter(&format!("source: https://example.org/{}", "x".repeat(100_000)))),
        ("a front matter of quotes", matter("title: \"\\\"\\\\\\\"")),
        ("a front matter alone", b"---\ntitle: x\n---\n".to_vec()),
        ("rules alone", b"---\n".repeat(100_000)),
    ]
}

fn tables() -> Vec<File> {
    let csv = |name: &str, bytes: Vec<u8>| File::new("table", format!("{name}.csv"), bytes);
    let sheet = |cells: &str| format!("<worksheet><sheetData>{cells}</sheetData></worksheet>").into_bytes();
    let book = |sheet: &[u8], shared: &[u8]| {
        packed(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("xl/workbook.xml", b"<workbook><sheets><sheet name='x' sheetId='1' r:id='rId1'/></sheets></workbook>"),
            (
                "xl/_rels/workbook.xml.rels",
                b"<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
            ),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", shared),
        ])
    };
    let xlsx = |name: &str, bytes: Vec<u8>| File::new("table", format!("{name}.xlsx"), bytes);
    vec![
        csv("quotes never closed", format!("type,date\n\"{}", "a,b\n".repeat(1_000_000)).into_bytes()),
        csv("a million columns", ",".repeat(1_000_000).into_bytes()),
        csv("rows of all lengths", (0..2000).map(|n| "a,".repeat(n % 50) + "\n").collect::<String>().into_bytes()),
        csv("formulas", b"type,date\n=cmd|'/c calc'!A1,@SUM(1)\n+1,-1\n".repeat(100)),
        csv("zero bytes", b"type,date\n\0,\0\n".repeat(1000)),
        csv("one cell of ten megabytes", format!("type\n{}\n", "x".repeat(10_000_000)).into_bytes()),
        csv("no header", Vec::new()),
        File::new("table", "steering.tsv", "type\tdate\n\u{1b}[2J\t\u{202e}\n"),
        xlsx("a far cell", book(&sheet("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row><row r='1'><c r='A1'><v>1</v></c></row>"), b"")),
        xlsx("a cell out of all bounds", book(&sheet("<row r='99999999999'><c r='ZZZZZZZZ9999999999'><v>1</v></c></row>"), b"")),
        xlsx("a bomb of cells", book(&sheet(&"<row><c><v>1</v></c></row>".repeat(1_000_000)), b"")),
        xlsx("a bomb of words", book(&sheet(""), &[b"<sst><si><t>".to_vec(), vec![b'a'; 150_000_000]].concat())),
        xlsx("a word that is not there", book(&sheet("<row r='1'><c r='A1' t='s'><v>4294967295</v></c></row>"), b"<sst/>")),
        xlsx("laughs", book(b"<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>", b"")),
        xlsx("no sheet", packed(&[("xl/workbook.xml", b"<workbook/>")])),
    ]
}

fn feeds() -> Vec<(&'static str, Vec<u8>)> {
    let rss = |inner: String| format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>{inner}").into_bytes();
    let items = |n: usize| (0..n).map(|n| format!("<item><link>https://example.org/{n}</link></item>")).collect::<String>();
    vec![
        ("a feed of deep tags", rss("<item>".repeat(200_000))),
        ("a feed without end", rss(items(50_000))),
        ("a feed of one long title", rss(format!("<title>{}</title></channel></rss>", "x".repeat(10_000_000)))),
        ("a feed of laughs", b"<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel><title>&b;</title></channel></rss>".to_vec()),
        ("a feed of addresses within", rss("<item><link>http://127.0.0.1/</link><link>file:///etc/passwd</link></item></channel></rss>".to_owned())),
        ("a feed of no days", rss("<item><pubDate>99 Zzz 0000</pubDate></item></channel></rss>".to_owned())),
        ("an Atom feed cut off", b"<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><link href=\"".to_vec()),
        ("a JSON feed of brackets", format!("{{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": {}", "[".repeat(500_000)).into_bytes()),
    ]
}

fn foreign(chance: &mut Chance) -> Vec<File> {
    let signatures: [(&str, &[u8]); 14] = [
        ("gz", b"\x1F\x8B\x08"),
        ("bz2", b"BZh9"),
        ("xz", b"\xFD7zXZ\0"),
        ("7z", b"7z\xBC\xAF\x27\x1C"),
        ("rar", b"Rar!\x1A\x07"),
        ("zip", b"PK\x03\x04"),
        ("doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("rtf", b"{\\rtf1"),
        ("png", b"\x89PNG\r\n\x1A\n"),
        ("jpg", b"\xFF\xD8\xFF\xE0"),
        ("gif", b"GIF89a"),
        ("tif", b"II*\0"),
        ("mp4", b"\0\0\0\x18ftypmp42"),
        ("elf", b"\x7FELF\x02\x01"),
    ];
    let file = |(suffix, signature): (&str, &[u8])| {
        // Under the name of a format that is read.
        File::new("foreign", format!("disguised {suffix}.html"), [signature, &chance.bytes(5000)].concat())
    };
    signatures.into_iter().map(file).collect()
}

/// Sound and empty files whose names are the trouble.
fn names() -> Vec<File> {
    let names = [
        "-rf.txt",
        "--help.txt",
        "line\nbreak.txt",
        "skipped: nothing\nadded      nothing.txt",
        "\u{1b}[31mred\u{1b}[2J.txt",
        "bell\u{7}.txt",
        "\u{202e}txt.exe.txt",
        "%s%n%x$(id)`id`;id|id.txt",
        "<script>.html",
        "\"quoted\" and 'so'.md",
        "наименование.txt",
        "名前.md",
        "\u{feff}.txt",
    ];
    let mut files: Vec<File> = names.iter().map(|name| File::new("name", *name, "no release, and nothing of use")).collect();
    files.push(File::new("name", format!("{}.txt", "long".repeat(60)), "no release"));
    files
}
