"""The peer of the stage `mention`: spaCy's PhraseMatcher with the English labels that cajad reads, over the English digests.

Run from the checkout after `pip install spacy`; prints the time of one pass, to be compared with `mention/en` of `make bench`.
"""
import csv, glob, re, statistics, time, tomllib
import spacy
from spacy.matcher import PhraseMatcher

labels = set()
for path in glob.glob("data/register/*.tsv"):
    for row in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        for column in ("en", "alt_en", "adj_en", "family_en", "abbr"):
            labels.update((row.get(column) or "").split("|"))
        labels.update(f'{row.get("given_en") or ""} {f}' for f in (row.get("family_en") or "").split("|"))
        labels.update(h[:-3] for h in (row.get("hidden") or "").split("|") if h.endswith("@en"))
for path in glob.glob("ontology/*.ttl"):
    labels.update(re.findall(r'"([^"]+)"@en\b', open(path, encoding="utf-8").read()))
for value in tomllib.load(open("data/words/en.toml", "rb")).values():
    labels.update(v for v in value if isinstance(v, str)) if isinstance(value, list) else None
nlp = spacy.blank("en")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
matcher.add("label", list(nlp.pipe(l.strip() for l in labels if l.strip())))
texts = [t.split("---", 2)[2] for p in sorted(glob.glob("data/releases/*.md")) if "\nlang: en" in (t := open(p, encoding="utf-8").read())]
times = []
for _ in range(50):
    start = time.perf_counter()
    found = sum(len(matcher(nlp.make_doc(text))) for text in texts)
    times.append(time.perf_counter() - start)
print(f"{len(labels)} labels, {len(texts)} digests, {found} matches; one pass: median {statistics.median(times) * 1e3:.3f} ms")
