//! The IRIs that the program writes and reads: our ontology's and those of the vocabularies it reuses.
//!
//! `tests/ontology.rs` holds every term of ours named here equal to `ontology/`, so a misspelt one cannot pass.

use oxigraph::model::{NamedNode, NamedNodeRef};

use crate::error::{Error, Result};

/// Namespace of the ontology's terms.
pub const CAJAD: &str = "https://w3id.org/cajad/ontology#";
/// Namespace of the concepts, followed by `<scheme>/<id>`.
pub const VOCAB: &str = "https://w3id.org/cajad/vocab/";
/// Namespace of the things, followed by `<kind>/<slug>`.
pub const ID: &str = "https://w3id.org/cajad/id/";

/// The one prefix table: exports, ad-hoc queries and the files of `ontology/` and `queries/` use it.
pub const PREFIXES: &[(&str, &str)] = &[
    ("act", "https://w3id.org/cajad/vocab/act/"),
    ("cajad", CAJAD),
    ("date-source", "https://w3id.org/cajad/vocab/date-source/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("domain", "https://w3id.org/cajad/vocab/domain/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("id", ID),
    ("issue", "https://w3id.org/cajad/vocab/issue/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rank", "https://w3id.org/cajad/vocab/rank/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("realis", "https://w3id.org/cajad/vocab/realis/"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("stage", "https://w3id.org/cajad/vocab/stage/"),
    ("vann", "http://purl.org/vocab/vann/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// An IRI as a person writes it: whole, in angle brackets, or with a known prefix (`id:person/takaichi-sanae`).
///
/// # Errors
/// `User` if it is none of these.
///
/// ```
/// use cajad::vocab::iri;
/// assert_eq!(iri("id:country/kz")?.as_str(), "https://w3id.org/cajad/id/country/kz");
/// assert!(iri("Kazakhstan").is_err());
/// assert_eq!(iri("ex:kz").unwrap_err().to_string(), "the prefix \"ex\" of \"ex:kz\" is not known");
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn iri(written: &str) -> Result<NamedNode> {
    let bare = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(written);
    let expanded = PREFIXES
        .iter()
        .find_map(|(prefix, namespace)| Some(format!("{namespace}{}", bare.strip_prefix(prefix)?.strip_prefix(':')?)))
        .unwrap_or_else(|| bare.to_owned());
    let remedy = || {
        let prefixes: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
        format!("write it whole, or with one of the prefixes {}", prefixes.join(", "))
    };
    // `ex:thing` would pass as an IRI of the scheme `ex`; whoever writes it means a prefix.
    if let Some((prefix, local)) = expanded.split_once(':').filter(|(scheme, local)| !local.starts_with("//") && *scheme != "urn")
    {
        return Err(Error::user(format!("the prefix \"{prefix}\" of \"{prefix}:{local}\" is not known")).hint(remedy()));
    }
    NamedNode::new(expanded).map_err(|cause| Error::user(format!("\"{written}\" is not an IRI")).hint(remedy()).because(cause))
}

/// An IRI with a known prefix where there is one, for people: `id:country/kz`.
///
/// ```
/// use oxigraph::model::NamedNodeRef;
/// let iri = NamedNodeRef::new_unchecked("https://w3id.org/cajad/id/country/kz");
/// assert_eq!(cajad::vocab::short(iri.as_str()), "id:country/kz");
/// assert_eq!(cajad::vocab::short("https://example.org/"), "https://example.org/");
/// ```
pub fn short(iri: &str) -> String {
    PREFIXES
        .iter()
        .filter_map(|(prefix, namespace)| Some((namespace.len(), prefix, iri.strip_prefix(namespace)?)))
        .filter(|(_, _, local)| !local.is_empty())
        .max_by_key(|(length, _, _)| *length)
        .map_or_else(|| iri.to_owned(), |(_, prefix, local)| format!("{prefix}:{local}"))
}

macro_rules! terms {
    ($($name:ident = $iri:literal;)*) => {
        $(#[doc = concat!("`<", $iri, ">`")]
        pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)*
        /// Every term above, for the test that compares them with the ontology.
        pub const ALL: &[NamedNodeRef<'static>] = &[$($name),*];
    };
}

terms! {
    ONTOLOGY = "https://w3id.org/cajad/ontology";
    REGISTER_GRAPH = "https://w3id.org/cajad/graph/register";
    OVERLAY_GRAPH = "https://w3id.org/cajad/graph/overlay";

    TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    SUB_CLASS_OF = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
    VERSION_IRI = "http://www.w3.org/2002/07/owl#versionIRI";
    FUNCTIONAL_PROPERTY = "http://www.w3.org/2002/07/owl#FunctionalProperty";
    PATH = "http://www.w3.org/ns/shacl#path";
    MAX_COUNT = "http://www.w3.org/ns/shacl#maxCount";
    PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";
    ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
    HIDDEN_LABEL = "http://www.w3.org/2004/02/skos/core#hiddenLabel";
    LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
    NOTATION = "http://www.w3.org/2004/02/skos/core#notation";
    IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme";
    EXACT_MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch";
    LATITUDE = "http://www.w3.org/2003/01/geo/wgs84_pos#lat";
    LONGITUDE = "http://www.w3.org/2003/01/geo/wgs84_pos#long";
    TITLE = "http://purl.org/dc/terms/title";
    ISSUED = "http://purl.org/dc/terms/issued";
    PUBLISHER = "http://purl.org/dc/terms/publisher";
    LANGUAGE = "http://purl.org/dc/terms/language";
    SOURCE = "http://purl.org/dc/terms/source";
    CONFORMS_TO = "http://purl.org/dc/terms/conformsTo";
    SUBJECT = "http://purl.org/dc/terms/subject";
    OA_START = "http://www.w3.org/ns/oa#start";
    OA_END = "http://www.w3.org/ns/oa#end";
    OA_EXACT = "http://www.w3.org/ns/oa#exact";
    CREATOR = "http://purl.org/dc/terms/creator";
    CREATED = "http://purl.org/dc/terms/created";
    DESCRIPTION = "http://purl.org/dc/terms/description";
    ENTITY = "http://www.w3.org/ns/prov#Entity";
    ACTIVITY = "http://www.w3.org/ns/prov#Activity";
    USED = "http://www.w3.org/ns/prov#used";
    WAS_GENERATED_BY = "http://www.w3.org/ns/prov#wasGeneratedBy";
    WAS_INVALIDATED_BY = "http://www.w3.org/ns/prov#wasInvalidatedBy";
    RDF_STATEMENT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement";
    RDF_SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
    RDF_PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
    RDF_OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
    POST = "http://www.w3.org/ns/org#Post";
    MEMBERSHIP = "http://www.w3.org/ns/org#Membership";
    MEMBER = "http://www.w3.org/ns/org#member";
    HAS_POST = "http://www.w3.org/ns/org#post";
    POST_IN = "http://www.w3.org/ns/org#postIn";

    RELEASE = "https://w3id.org/cajad/ontology#Release";
    PASSAGE = "https://w3id.org/cajad/ontology#Passage";
    ACTOR_CLASS = "https://w3id.org/cajad/ontology#Actor";
    PERSON = "https://w3id.org/cajad/ontology#Person";
    COUNTRY = "https://w3id.org/cajad/ontology#Country";
    ORGANIZATION = "https://w3id.org/cajad/ontology#Organization";
    FORUM_CLASS = "https://w3id.org/cajad/ontology#Forum";
    PLACE_CLASS = "https://w3id.org/cajad/ontology#Place";
    INITIATIVE = "https://w3id.org/cajad/ontology#Initiative";
    OFFICE = "https://w3id.org/cajad/ontology#Office";
    TENURE = "https://w3id.org/cajad/ontology#Tenure";
    EVENT = "https://w3id.org/cajad/ontology#Event";
    PARTICIPATION_CLASS = "https://w3id.org/cajad/ontology#Participation";
    INSTRUMENT = "https://w3id.org/cajad/ontology#Instrument";
    MILESTONE_CLASS = "https://w3id.org/cajad/ontology#Milestone";
    STATEMENT = "https://w3id.org/cajad/ontology#Statement";
    COMMITMENT = "https://w3id.org/cajad/ontology#Commitment";

    SLUG = "https://w3id.org/cajad/ontology#slug";
    TEXT_DIGEST = "https://w3id.org/cajad/ontology#textDigest";
    READER = "https://w3id.org/cajad/ontology#reader";
    DATE_SOURCE = "https://w3id.org/cajad/ontology#dateSource";
    MENTIONS = "https://w3id.org/cajad/ontology#mentions";
    REPORTS = "https://w3id.org/cajad/ontology#reports";
    IN_RELEASE = "https://w3id.org/cajad/ontology#inRelease";
    EVIDENCE = "https://w3id.org/cajad/ontology#evidence";
    RULE = "https://w3id.org/cajad/ontology#rule";
    OF_COUNTRY = "https://w3id.org/cajad/ontology#ofCountry";
    RANK = "https://w3id.org/cajad/ontology#rank";
    FROM = "https://w3id.org/cajad/ontology#from";
    UNTIL = "https://w3id.org/cajad/ontology#until";
    DATE = "https://w3id.org/cajad/ontology#date";
    END_DATE = "https://w3id.org/cajad/ontology#endDate";
    START_TIME = "https://w3id.org/cajad/ontology#startTime";
    DURATION = "https://w3id.org/cajad/ontology#duration";
    ORDINAL = "https://w3id.org/cajad/ontology#ordinal";
    PLACE = "https://w3id.org/cajad/ontology#place";
    HOST = "https://w3id.org/cajad/ontology#host";
    FORUM = "https://w3id.org/cajad/ontology#forum";
    VISITOR = "https://w3id.org/cajad/ontology#visitor";
    PART_OF = "https://w3id.org/cajad/ontology#partOf";
    REALIS = "https://w3id.org/cajad/ontology#realis";
    PARTICIPANT = "https://w3id.org/cajad/ontology#participant";
    PARTY = "https://w3id.org/cajad/ontology#party";
    PARTICIPATION = "https://w3id.org/cajad/ontology#participation";
    ACTOR = "https://w3id.org/cajad/ontology#actor";
    IN_OFFICE = "https://w3id.org/cajad/ontology#inOffice";
    SIDE = "https://w3id.org/cajad/ontology#side";
    ADOPTED_AT = "https://w3id.org/cajad/ontology#adoptedAt";
    MILESTONE = "https://w3id.org/cajad/ontology#milestone";
    STAGE = "https://w3id.org/cajad/ontology#stage";
    DOMAIN = "https://w3id.org/cajad/ontology#domain";
    SPEAKER = "https://w3id.org/cajad/ontology#speaker";
    ON_BEHALF_OF = "https://w3id.org/cajad/ontology#onBehalfOf";
    ADDRESSEE = "https://w3id.org/cajad/ontology#addressee";
    ACT = "https://w3id.org/cajad/ontology#act";
    ABOUT = "https://w3id.org/cajad/ontology#about";
    MADE_AT = "https://w3id.org/cajad/ontology#madeAt";
    COMMITTER = "https://w3id.org/cajad/ontology#committer";
    BENEFICIARY = "https://w3id.org/cajad/ontology#beneficiary";
    DEED = "https://w3id.org/cajad/ontology#deed";
    AMOUNT = "https://w3id.org/cajad/ontology#amount";
    CURRENCY = "https://w3id.org/cajad/ontology#currency";
    DUE = "https://w3id.org/cajad/ontology#due";
}

macro_rules! names {
    ($($(#[$about:meta])* $scheme:ident { $($name:ident = $value:literal;)* })*) => {
        $($(#[$about])* pub mod $scheme {
            $(#[doc = concat!("`", $value, "`")]
            pub const $name: &str = $value;)*
        })*
        /// Every name above with its scheme, for the test that compares them with the ontology.
        pub const NAMES: &[(&str, &str)] = &[$($((stringify!($scheme), $value),)*)*];
    };
}

names! {
    /// Local names of classes that rules of extraction speak of.
    class {
        EVENT = "Event";
        MEETING = "Meeting";
        SUMMIT_MEETING = "SummitMeeting";
        FOREIGN_MINISTERS_MEETING = "ForeignMinistersMeeting";
        MINISTERIAL_MEETING = "MinisterialMeeting";
        WORKING_LEVEL_MEETING = "WorkingLevelMeeting";
        COURTESY_CALL = "CourtesyCall";
        DIALOGUE_MEETING = "DialogueMeeting";
        TELEPHONE_TALK = "TelephoneTalk";
        OTHER_EVENT = "OtherEvent";
        CONFERENCE = "Conference";
        JOINT_COMMITTEE_MEETING = "JointCommitteeMeeting";
        BUSINESS_FORUM = "BusinessForum";
        VISIT = "Visit";
        CEREMONY = "Ceremony";
        SIGNING_CEREMONY = "SigningCeremony";
        INSTRUMENT = "Instrument";
        AGREEMENT = "Agreement";
        EXCHANGE_OF_NOTES = "ExchangeOfNotes";
        JOINT_STATEMENT = "JointStatement";
        DECLARATION = "Declaration";
        OTHER_INSTRUMENT = "OtherInstrument";
    }
    /// Names in the scheme `date-source`.
    date_source {
        CALLER = "caller";
        METADATA = "metadata";
        DATE_LINE = "date-line";
        ADDRESS = "address";
    }
    /// Names in the scheme `stage`.
    stage {
        PROPOSED = "proposed";
        PLANNED = "planned";
        INITIALLED = "initialled";
        SIGNED = "signed";
        ISSUED = "issued";
        ADOPTED = "adopted";
        MENTIONED = "mentioned";
    }
    /// Names in the scheme `realis`.
    realis {
        HELD = "held";
        PLANNED = "planned";
        POSTPONED = "postponed";
        CANCELLED = "cancelled";
        PROPOSED = "proposed";
    }
    /// Names in the scheme `act`.
    act {
        WELCOME = "welcome";
        CONGRATULATE = "congratulate";
        THANK = "thank";
        EXPRESS_INTENT = "express-intent";
        DECIDE = "decide";
        PRAISE = "praise";
        REAFFIRM = "reaffirm";
        ANNOUNCE = "announce";
        AGREE = "agree";
        REQUEST = "request";
        EXCHANGE_VIEWS = "exchange-views";
        EXPLAIN = "explain";
        INVITE = "invite";
        CONDOLE = "condole";
    }
    /// Names in the scheme `domain`.
    domain {
        AID = "official-development-assistance";
    }
    /// Names in the scheme `rank`, from the highest.
    rank {
        MONARCH = "monarch";
        HEAD_OF_STATE = "head-of-state";
        HEAD_OF_GOVERNMENT = "head-of-government";
        MINISTER = "minister";
        VICE_MINISTER = "vice-minister";
        SPECIAL_ENVOY = "special-envoy";
        AMBASSADOR = "ambassador";
        PARLIAMENT = "parliament";
        AGENCY_HEAD = "agency-head";
        SENIOR_OFFICIAL = "senior-official";
        OTHER = "other";
    }
}
