use super::*;
use crate::source::{Lang, parse};

fn table(origin: &str, bytes: &[u8]) -> Result<(Document, Table)> {
    let document = parse(origin, bytes, &Overrides::default())?;
    let table = document.table.clone().ok_or_else(|| Error::internal("it was not taken for a table"))?;
    Ok((document, table))
}

fn rows(document: &Document, table: &Table) -> Vec<String> {
    table.sheets.iter().flat_map(|s| &s.rows).map(|row| document.text[row.span.clone()].to_owned()).collect()
}

fn told(table: &Table) -> Vec<String> {
    table.misfits.iter().map(|m| format!("{}:{}: {}", m.line, m.column, m.message)).collect()
}

#[test]
fn separators_quotes_and_marks_do_not_matter() -> Result<()> {
    let texts: [&[u8]; 5] = [
        b"class,date,title\r\nTreaty,2001,\"On A, B\"\r\n",
        "\u{feff}class;date;title\nTreaty;2001;On A, B\n".as_bytes(),
        b"\n# a remark\nclass\tdate\ttitle\rTreaty\t2001\tOn A, B\r",
        &[0xFEFF]
            .into_iter()
            .chain("class,date,title\nTreaty,2001,\"On A, B\"".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
        b"class,date,title\nTreaty,2001,\"On A, B\"\n,,\n\n",
    ];
    for text in texts {
        let (document, table) = table("list.csv", text)?;
        assert_eq!(document.text, "class\tdate\ttitle\nTreaty\t2001\tOn A, B\n");
        assert_eq!((rows(&document, &table), told(&table)), (vec!["Treaty\t2001\tOn A, B".to_owned()], vec![]));
    }
    Ok(())
}

#[test]
fn what_stands_above_the_header_is_about_the_table() -> Result<()> {
    let text =
        "# title: Our list, kept by us\n\"# issued: 2025-12-31\"\n# lang: ja\n# source,: x\nclass,title,date\nTreaty,条約,2001\n";
    let (document, _) = table("folder/list.csv", text.as_bytes())?;
    assert_eq!(document.meta.title.as_deref(), Some("Our list, kept by us"));
    assert_eq!((document.meta.issued, document.meta.lang), (Some(jiff::civil::date(2025, 12, 31)), Some(Lang::Ja)));
    let (document, _) = table("folder/list.csv", b"class,title,date\nTreaty,A,2001\n")?;
    assert_eq!(document.meta.title.as_deref(), Some("list"));
    let refused = table("list.csv", b"# title: A\n# lang: kk\nclass,title,date\n").map_err(|error| error.to_string());
    assert_eq!(refused.map(|_| ()), Err("list.csv:2:1: unknown language \"kk\"".to_owned()));
    Ok(())
}

#[test]
fn encodings_of_spreadsheets_are_recognised() -> Result<()> {
    let text = "class,title,party\nTreaty,外務大臣による共同声明の発出について,jp\n";
    for label in ["shift_jis", "euc-jp", "utf-16le"] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| Error::internal(label))?;
        let bytes = if label == "utf-16le" {
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        } else {
            encoding.encode(text).0.into_owned()
        };
        assert_eq!(table("list.csv", &bytes)?.0.text, text.replace(',', "\t"), "{label}");
    }
    let text = "class,title,party\nTreaty,Совместное заявление о дружбе и сотрудничестве,jp\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    assert_eq!(table("list.csv", &bytes)?.0.text, text.replace(',', "\t"));
    Ok(())
}

#[test]
fn rows_that_cannot_be_taken_apart_stay_out_with_their_place() -> Result<()> {
    let text = "class,date,title\nTreaty,2001\nTreaty,2001,\"two\nlines\"\nTreaty,2001,A,,\nTreaty,2001,a,b\n\nTreaty,=1+1,A\nTreaty,2001,a\u{b}b\n";
    let (document, table) = table("list.csv", text.as_bytes())?;
    assert_eq!(rows(&document, &table), ["Treaty\t2001\ttwo; lines", "Treaty\t2001\tA"]);
    assert_eq!(
        told(&table),
        [
            "2:1: the row has 2 cells, and the header 3",
            "6:1: the row has 4 cells, and the header 3",
            "8:8: the cell holds a formula",
            "9:13: the cell has a character that is none of a text (U+000B)",
        ]
    );
    Ok(())
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_row() -> Result<()> {
    let text = "class,date,title\nTreaty,2001,A\nTreaty,2002,\"B\nTreaty,2003,C\nTreaty,2004,D";
    let (document, found) = table("list.csv", text.as_bytes())?;
    assert_eq!(rows(&document, &found), ["Treaty\t2001\tA", "Treaty\t2003\tC", "Treaty\t2004\tD"]);
    assert_eq!(told(&found), ["3:1: a quote is opened in this row and never closed"]);
    // So many of them that reading on would take for ever.
    let many = format!("class,date,title\n{}", "x,\"\"\"\n".repeat(40_001));
    assert!(table("list.csv", many.as_bytes())?.1.misfits.len() <= 40_001);
    Ok(())
}

#[test]
fn tabs_have_no_quotes_but_those_of_spreadsheets() -> Result<()> {
    let text = "class\tdate\ttitle\nTreaty\t2001\t\"A\" and B\nTreaty\t2001\t\"He said \"\"A\"\"\"\n";
    let (document, found) = table("list.tsv", text.as_bytes())?;
    assert_eq!(rows(&document, &found), ["Treaty\t2001\t\"A\" and B", "Treaty\t2001\tHe said \"A\""]);
    assert_eq!(found.sheets[0].rows[1].cells[2].column, 13);
    Ok(())
}

/// A workbook of these files.
fn archive(members: &[(&str, &str)]) -> Result<Vec<u8>> {
    use std::io::Write;
    let failed = |cause: std::io::Error| Error::internal("no archive").because(cause);
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).map_err(|cause| Error::internal("no member").because(cause))?;
        writer.write_all(text.as_bytes()).map_err(failed)?;
    }
    let done = writer.finish().map_err(|cause| Error::internal("no archive").because(cause))?;
    Ok(done.into_inner())
}

fn workbook(sheets: &[(&str, &str)]) -> Result<Vec<u8>> {
    let numbered = || sheets.iter().enumerate().map(|(i, (name, _))| (i + 1, *name));
    let listed: String = numbered().map(|(i, name)| format!("<sheet name=\"{name}\" sheetId=\"{i}\" r:id=\"r{i}\"/>")).collect();
    let related: String = numbered()
        .map(|(i, _)| format!("<Relationship Id=\"r{i}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/s{i}.xml\"/>"))
        .collect();
    let book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{listed}</sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>{related}</Relationships>"
    );
    let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let mut members = vec![
        ("_rels/.rels".to_owned(), root.to_owned()),
        ("xl/workbook.xml".to_owned(), book),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations),
        ("xl/styles.xml".to_owned(), styles.to_owned()),
    ];
    for (i, (_, cells)) in sheets.iter().enumerate() {
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
        );
        members.push((format!("xl/worksheets/s{}.xml", i + 1), sheet));
    }
    let members: Vec<(&str, &str)> = members.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    archive(&members)
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn a_workbook_gives_what_its_cells_show() -> Result<()> {
    let header = format!(
        "<row r=\"2\">{}{}{}{}</row>",
        text_cell("A2", "class"),
        text_cell("B2", "date"),
        text_cell("C2", "amount"),
        text_cell("D2", "title")
    );
    let row = format!(
        "<row r=\"5\">{}<c r=\"B5\" s=\"1\"><v>41935</v></c><c r=\"C5\"><f>SUM(1,2)</f><v>648000000</v></c>{}</row>",
        text_cell("A5", "Treaty"),
        text_cell("D5", "Two&#10;lines")
    );
    let remark = format!("<row r=\"1\">{}</row>", text_cell("A1", "# title: Our book"));
    let first = format!("{remark}{header}{row}");
    let other = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row>",
        text_cell("A1", "class"),
        text_cell("B1", "party"),
        text_cell("A2", "Banquet"),
        text_cell("B2", "jp")
    );
    let (document, found) = table("book.xlsx", &workbook(&[("list", &first), ("more", &other), ("empty", "")])?)?;
    assert_eq!(
        document.text,
        "# list\nclass\tdate\tamount\ttitle\nTreaty\t2014-10-23\t648000000\tTwo; lines\n\n# more\nclass\tparty\nBanquet\tjp\n"
    );
    assert_eq!(document.meta.title.as_deref(), Some("Our book"));
    let cell = &found.sheets[0].rows[0].cells[3];
    assert_eq!((cell.line, cell.column, &document.text[cell.span.clone()]), (5, 4, "Two; lines"));
    Ok(())
}

#[test]
fn far_corners_and_bombs_cost_nothing() -> Result<()> {
    let header = format!("<row r=\"1\">{}{}</row>", text_cell("A1", "class"), text_cell("B1", "date"));
    let far = format!("{header}<row r=\"1048576\">{}{}</row>", text_cell("A1048576", "Treaty"), text_cell("XFD1048576", "x"));
    let (document, found) = table("book.xlsx", &workbook(&[("list", &far)])?)?;
    assert_eq!(rows(&document, &found), ["Treaty"]);
    assert_eq!(told(&found), ["1048576:16384: there is a cell in column 16384: the limit is 256"]);
    let bomb = archive(&[("xl/workbook.xml", "<workbook/>"), ("xl/sharedStrings.xml", &" ".repeat(101_000_000))])?;
    let refused: [(Vec<u8>, &str); 4] = [
        (bomb, "book.xlsx: the workbook is too large: the limit is 100 MB unpacked"),
        (b"PK\x03\x04 xl/ and then nothing".to_vec(), "book.xlsx: the workbook cannot be read"),
        (archive(&[("xl/workbook.xml", "<workbook><sheets><sheet")])?, "book.xlsx: the workbook cannot be read"),
        (workbook(&[("list", "")])?, "book.xlsx: there is no header in the table"),
    ];
    for (bytes, message) in refused {
        assert_eq!(table("book.xlsx", &bytes).map(|_| ()).map_err(|error| error.to_string()), Err(message.to_owned()));
    }
    Ok(())
}

/// Bytes with some of them changed, taken out or doubled, the same for the same seed. Marsaglia, Xorshift RNGs, 2003.
fn damaged(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap_or_default() % below.max(1)
    };
    let mut damaged = bytes.to_vec();
    for _ in 0..=next(6) {
        let at = next(damaged.len());
        match next(4) {
            0 => damaged[at] = u8::try_from(next(256)).unwrap_or_default(),
            1 => damaged.truncate(at.max(4)),
            2 => damaged.insert(at, b"\"\t,;\n=\0\xFF"[next(8)]),
            _ => damaged.extend_from_within(at..(at + 40).min(damaged.len())),
        }
    }
    damaged
}

#[test]
fn no_damage_makes_the_reader_stop() -> Result<()> {
    let header = format!("<row r=\"1\">{}{}</row>", text_cell("A1", "class"), text_cell("B1", "date"));
    let book = workbook(&[("list", &header)])?;
    let text = "# title: A\nclass,date,title\nTreaty,2001,\"A, \"\"B\"\"\"\nBanquet,2001,条約\n".as_bytes();
    let mut refused = 0;
    for seed in 0..600 {
        for (name, bytes) in [("book.xlsx", book.as_slice()), ("list.csv", text), ("list.tsv", text)] {
            match parse(name, &damaged(bytes, seed), &Overrides::default()) {
                Ok(document) => {
                    let table = document.table.unwrap_or_default();
                    let cells = table.sheets.iter().flat_map(|s| &s.rows).flat_map(|row| &row.cells);
                    cells.for_each(|cell| assert!(document.text.get(cell.span.clone()).is_some(), "{name} {seed}"));
                }
                Err(error) => refused += usize::from(error.place().file.is_some()),
            }
        }
    }
    assert!(refused > 100, "only {refused} were refused by name");
    Ok(())
}
