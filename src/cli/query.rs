//! `cajad query`: saved queries, files and lines of SPARQL.

use super::{Cli, Global, Outcome, rdf_format, write_data};
use anyhow::Result;
use cajad::bundle::BundleFile;
use cajad::error::Error;
use cajad::export::{RdfFormat, serialize};
use cajad::query::{Answer, AnswerFormat, SavedQuery, ask, saved};
use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory};
use oxigraph::model::GraphName;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Read;
use std::path::Path;

/// Ask the store
///
/// Without a name, lists the saved queries. A saved query takes its parameters as options: `--country kz`. In your own
/// SPARQL the prefixes cajad, id, domain, act, stage, realis, issue, rank, dcterms, skos, org, prov, oa, geo, xsd, rdf, rdfs and
/// owl are known, and the default graph is everything that any release says.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad query
  cajad query NAME --describe
  cajad query NAME --country kz --format csv
  cajad query my-question.rq
  cajad query -e 'SELECT ?person { ?person a cajad:Person }'")]
pub(super) struct QueryArgs {
    /// A saved query, or a file of SPARQL; - is standard input
    #[arg(value_name = "NAME|FILE", conflicts_with = "text")]
    name: Option<String>,
    /// A query in SPARQL
    #[arg(short = 'e', long = "text", value_name = "TEXT")]
    text: Option<String>,
    /// A parameter of a saved query; `--NAME VALUE` means the same
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    /// Say what a saved query answers, and what may be asked
    #[arg(long, requires = "name")]
    describe: bool,
    /// How to write the answer: table, csv, tsv, json, xml for rows; turtle, trig, ntriples, nquads, jsonld, rdfxml for graphs
    #[arg(long, value_parser = PossibleValuesParser::new(
        ["table", "csv", "tsv", "json", "xml", "turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"]
    ))]
    format: Option<String>,
    /// The list of saved queries as JSON
    #[arg(long, conflicts_with_all = ["name", "text"])]
    json: bool,
}

/// Rewrites `--country kz` of a saved query to `--param country=kz`, which is how the parser knows it.
pub fn spell_out(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments = arguments.peekable();
    let mut spelled = Vec::new();
    while let Some(argument) = arguments.next_if(|argument| argument != "query") {
        spelled.push(argument);
    }
    let mut command = Cli::command();
    command.build();
    let known: BTreeSet<String> = command
        .find_subcommand("query")
        .into_iter()
        .flat_map(clap::Command::get_arguments)
        .filter_map(|argument| argument.get_long().map(str::to_owned))
        .collect();
    while let Some(argument) = arguments.next() {
        let option = argument.to_str().and_then(|argument| argument.strip_prefix("--")).unwrap_or_default();
        let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        if name.is_empty() || known.contains(name) {
            spelled.push(argument);
            continue;
        }
        let value = value.map(OsString::from).or_else(|| arguments.next());
        let mut parameter = OsString::from(name);
        if let Some(value) = value {
            parameter.push("=");
            parameter.push(value);
        }
        spelled.extend([OsString::from("--param"), parameter]);
    }
    spelled
}

fn parameter(written: &str) -> Result<(String, String), String> {
    match written.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE, or as --NAME VALUE".to_owned()),
    }
}

pub(super) fn run(global: &Global, args: &QueryArgs) -> Result<Outcome> {
    if let Some(text) = &args.text {
        if let Some((name, _)) = args.parameters.first() {
            return Err(Error::user(format!("a query of your own has no parameter {name}"))
                .hint("write the value into the query")
                .into());
        }
        let store = global.store()?;
        return answer(global, args, &ask(&store, "-e", text)?);
    }
    let Some(name) = &args.name else {
        return list(global, args.json);
    };
    let query = find(global, name)?;
    if args.describe {
        write_data(query.describe().as_bytes())?;
        return Ok(Outcome::Done);
    }
    let store = global.store()?;
    answer(global, args, &query.ask(&store, &args.parameters)?)
}

fn find(global: &Global, name: &str) -> Result<SavedQuery, Error> {
    if name == "-" || name.ends_with(".rq") || Path::new(name).is_file() {
        return SavedQuery::own(&read(name)?);
    }
    let queries = saved(&global.bundle()?.query_files()?)?;
    let names: Vec<&str> = queries.iter().map(|query| query.name.as_str()).collect();
    let hint = format!("there are {}; a file's name ends in .rq, and SPARQL comes after -e", names.join(", "));
    let unknown = Error::user(format!("there is no saved query \"{name}\"")).hint(hint);
    queries.into_iter().find(|query| query.name == name).ok_or(unknown)
}

fn read(name: &str) -> Result<BundleFile, Error> {
    let mut text = String::new();
    let read = if name == "-" {
        std::io::stdin().lock().read_to_string(&mut text)
    } else {
        std::fs::File::open(name).and_then(|mut file| file.read_to_string(&mut text))
    };
    read.map_err(|cause| {
        Error::input("the query cannot be read")
            .in_file(name)
            .hint("check the spelling and the folder that you are in")
            .because(cause)
    })?;
    Ok(BundleFile { path: name.to_owned(), text: text.into() })
}

fn list(global: &Global, json: bool) -> Result<Outcome> {
    let queries = saved(&global.bundle()?.query_files()?)?;
    if json {
        let list: Vec<_> = queries
            .iter()
            .map(|query| {
                let parameters: Vec<&str> = query.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
                serde_json::json!({
                    "name": query.name, "title": query.title, "description": query.description, "parameters": parameters
                })
            })
            .collect();
        write_data(format!("{}\n", serde_json::to_string_pretty(&list)?).as_bytes())?;
    } else {
        let width = queries.iter().map(|query| query.name.len()).max().unwrap_or(0);
        let lines: String = queries.iter().map(|query| format!("{:<width$}  {}\n", query.name, query.title)).collect();
        write_data(lines.as_bytes())?;
        global.say("ask one with `cajad query NAME`; `--describe` tells more");
    }
    Ok(Outcome::Done)
}

fn answer(global: &Global, args: &QueryArgs, answer: &Answer) -> Result<Outcome> {
    let format = args.format.as_deref();
    let written = match (answer, format.and_then(rdf_format)) {
        (Answer::Graph(triples), rdf) if rdf.is_some() || format.is_none() => {
            let quads: Vec<_> = triples.iter().map(|triple| triple.clone().in_graph(GraphName::DefaultGraph)).collect();
            serialize(&quads, rdf.unwrap_or(RdfFormat::Turtle))?
        }
        (_, Some(rdf)) => {
            return Err(Error::user(format!("rows cannot be written as {}", rdf.name()))
                .hint("choose table, csv, tsv, json or xml, or ask with CONSTRUCT")
                .into());
        }
        (answer, None) => answer.write(match format {
            Some("csv") => AnswerFormat::Csv,
            Some("tsv") => AnswerFormat::Tsv,
            Some("json") => AnswerFormat::Json,
            Some("xml") => AnswerFormat::Xml,
            _ => AnswerFormat::Table,
        })?,
    };
    write_data(&written)?;
    if let (Answer::Rows { rows, .. }, None | Some("table")) = (answer, format) {
        global.say(&format!("{} row{}", rows.len(), if rows.len() == 1 { "" } else { "s" }));
    }
    Ok(Outcome::Done)
}
