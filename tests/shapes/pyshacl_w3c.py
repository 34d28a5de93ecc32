"""Prints what pySHACL says of the W3C's tests for SHACL Core, as the table that w3c.tsv keeps.

    pip install rdflib pyshacl
    python3 tests/shapes/pyshacl_w3c.py FOLDER > tests/shapes/w3c.tsv

FOLDER is the suite's folder `core`, with a Turtle file for each test beside the manifests. One row for each test: its path in the
folder, whether the data conform, and the number of results; a test that pySHACL cannot run has `error` and a dash.
"""

import sys
from pathlib import Path
from urllib.parse import urljoin

from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")


def verdict(test):
    """Whether the data of a test conform to its shapes, and how many results there are."""
    manifest = Graph().parse(test, publicID=test.as_uri())
    entry = next(manifest.subjects(RDF.type, SHT.Validate))
    action = manifest.value(entry, MF.action)
    files = {name: manifest.value(action, SHT[name]) for name in ("dataGraph", "shapesGraph")}
    graphs = {name: Graph().parse(str(URIRef(urljoin(test.as_uri(), iri)))) for name, iri in files.items()}
    conforms, report, _ = validate(graphs["dataGraph"], shacl_graph=graphs["shapesGraph"], inference="none", meta_shacl=False)
    root = next(report.subjects(RDF.type, SH.ValidationReport))
    return conforms, len(list(report.objects(root, SH.result)))


def main(folder):
    print("test\tconforms\tresults")
    for test in sorted(folder.glob("*/*.ttl")):
        if test.name == "manifest.ttl" or not list(Graph().parse(test).subjects(RDF.type, SHT.Validate)):
            continue
        try:
            conforms, results = verdict(test)
            print(test.relative_to(folder).as_posix(), str(conforms).lower(), results, sep="\t")
        except Exception:
            print(test.relative_to(folder).as_posix(), "error", "-", sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
