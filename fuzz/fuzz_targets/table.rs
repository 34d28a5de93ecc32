//! A table: CSV or TSV as it is, or the sheet of a sound workbook, by its first byte.
#![no_main]

use std::io::{Cursor, Write};

use cajad_fuzz::source::Overrides;
use cajad_fuzz::{quiet, read};
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

const BOOK: [(&str, &str); 3] = [
    ("[Content_Types].xml", "<Types/>"),
    (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"events\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    ),
];

fuzz_target!(init: quiet(), |bytes: &[u8]| {
    let (which, rest) = bytes.split_first().unwrap_or((&0, bytes));
    match which % 4 {
        0 => read("x.csv", rest, &Overrides::default()),
        1 => read("x.tsv", rest, &Overrides::default()),
        2 => read("x.xlsx", &[b"PK\x03\x04xl/".as_slice(), rest].concat(), &Overrides::default()),
        _ => {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            let parts = BOOK.iter().map(|(name, part)| (*name, part.as_bytes())).chain([("xl/worksheets/sheet1.xml", rest)]);
            for (name, part) in parts {
                if archive.start_file(name, options).and_then(|()| Ok(archive.write_all(part)?)).is_err() {
                    return;
                }
            }
            if let Ok(archive) = archive.finish() {
                read("x.xlsx", archive.get_ref(), &Overrides::default());
            }
        }
    }
});
