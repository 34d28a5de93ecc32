# title: the source of a release's date is a concept
# description: In 0.1.0 the value of cajad:dateSource was one of four words. In 1.0.0 it is the concept of the scheme
#   date-source that has the same meaning. Nothing is lost. A word that is none of the four stays as it is, and the shape
#   Release-dateSource then reports it.
PREFIX cajad: <https://w3id.org/cajad/ontology#>
PREFIX date-source: <https://w3id.org/cajad/vocab/date-source/>

DELETE { GRAPH ?release { ?release cajad:dateSource ?word } }
INSERT { GRAPH ?release { ?release cajad:dateSource ?concept } }
WHERE {
  VALUES (?word ?concept) {
    ("caller" date-source:caller)
    ("metadata" date-source:metadata)
    ("date line" date-source:date-line)
    ("address" date-source:address)
  }
  GRAPH ?release { ?release cajad:dateSource ?word }
}
