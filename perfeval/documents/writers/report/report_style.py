"""The style sheet of the review report: Chinese type first, light and dark, wide, narrow and on paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --card: #ffffff; --ink: #22252b; --quiet: #656b76; --rule: #dcdad3; --accent: #1d4f91;
  --error: #a4262c; --error-soft: #fbe9e7; --warning: #8a5a00; --warning-soft: #fdf3d8;
  --info: #2a5d8a; --info-soft: #e8f0f8; --good: #2b6b45;
  --execution: #4269d0; --output: #3ca951; --cost: #e8a33d; --benefit: #9c6ade;
  --satisfaction: #e0607e; --other: #8b8f98;
  --sans: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", sans-serif;
  --serif: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181d; --card: #1e2127; --ink: #e4e3de; --quiet: #9aa0ab; --rule: #363a43; --accent: #8db8f0;
    --error: #f2a19b; --error-soft: #3d2021; --warning: #ecc46a; --warning-soft: #382d14;
    --info: #96bfe6; --info-soft: #1d2b3a; --good: #8fcca6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 78rem;
  background: var(--paper); color: var(--ink);
  font: 400 15px/1.7 var(--sans); font-variant-numeric: tabular-nums lining-nums;
  line-break: strict; overflow-wrap: anywhere; text-spacing-trim: normal; text-autospace: normal;
}
h1, h2, h3 { font-family: var(--serif); font-weight: 700; line-height: 1.35; text-wrap: balance; }
h1 { font-size: 2rem; margin: 0 0 .4rem; letter-spacing: .04em; }
h2 { font-size: 1.35rem; margin: 0 0 .3rem; }
h3 { font-size: 1.05rem; margin: 0 0 .8rem; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .2em; }
p { margin: .3rem 0; }
.quiet { color: var(--quiet); font-size: .87rem; }
.facts { display: flex; flex-wrap: wrap; gap: .6rem 2.2rem; margin: 1.4rem 0 2rem; padding: 0; list-style: none; }
.facts b { display: block; font: 700 1.7rem/1.2 var(--serif); }
.facts span { color: var(--quiet); font-size: .87rem; }
.pictures { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.2rem; margin: 1.6rem 0; }
.card, section.form {
  background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: 1.2rem 1.4rem;
}
section.form { margin: 1.8rem 0; }
.bars { list-style: none; margin: .8rem 0 0; padding: 0; display: grid; gap: .45rem; }
.bars li {
  display: grid; grid-template-columns: minmax(0, 13rem) minmax(0, 1fr) 4rem; gap: .8rem; align-items: center;
}
.bars .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .87rem; }
.bars svg { display: block; width: 100%; height: .95rem; }
.figure { text-align: right; font-size: .87rem; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; font-size: .82rem; color: var(--quiet); }
.key { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; margin-right: .35rem; }
.execution { fill: var(--execution); } .key.execution { background: var(--execution); }
.output { fill: var(--output); } .key.output { background: var(--output); }
.cost { fill: var(--cost); } .key.cost { background: var(--cost); }
.benefit { fill: var(--benefit); } .key.benefit { background: var(--benefit); }
.satisfaction { fill: var(--satisfaction); } .key.satisfaction { background: var(--satisfaction); }
.other { fill: var(--other); } .key.other { background: var(--other); }
.scatter { width: 100%; max-width: 26rem; height: auto; font-size: 11px; }
.scatter text { fill: var(--quiet); } .scatter .axis { font-size: 12px; }
.scatter .grid { stroke: var(--rule); } .scatter .even { stroke: var(--quiet); stroke-dasharray: 3 4; }
.scatter .middle { text-anchor: middle; } .scatter .end { text-anchor: end; }
.scatter .dot { fill: var(--accent); fill-opacity: .88; stroke: var(--card); }
.scatter .inside { fill: var(--card); font-size: 8.5px; font-weight: 700; pointer-events: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th {
  text-align: left; font-weight: 600; color: var(--quiet); white-space: nowrap;
  border-bottom: 1.5px solid var(--ink); padding: .35rem .6rem;
}
td { padding: .5rem .6rem; border-top: 1px solid var(--rule); vertical-align: top; }
tr.more td { border-top: 0; padding-top: 0; }
tfoot td { border-top: 1.5px solid var(--ink); font-weight: 600; }
td.n, th.n { text-align: right; white-space: nowrap; }
.level { display: block; color: var(--quiet); font-size: .8rem; }
.status { white-space: nowrap; font-weight: 600; }
.equal, .within { color: var(--good); } .differs, .refused, .error { color: var(--error); }
.undecided { color: var(--warning); } .unsubmitted, .unmarked, .ignored { color: var(--quiet); }
.finding {
  margin: .2rem 0; padding: .35rem .7rem; white-space: pre-line;
  border-left: 3px solid; border-radius: 0 .25rem .25rem 0;
}
.finding.error { border-color: var(--error); background: var(--error-soft); }
.finding.warning { border-color: var(--warning); background: var(--warning-soft); }
.finding.info { border-color: var(--info); background: var(--info-soft); }
.finding b { margin-right: .5em; } .finding.error b { color: var(--error); }
.finding.warning b { color: var(--warning); } .finding.info b { color: var(--info); }
.finding small { display: block; color: var(--quiet); }
summary { cursor: pointer; color: var(--accent); font-size: .85rem; width: fit-content; }
.derivation {
  margin: .4rem 0 .6rem; padding: .6rem .9rem; white-space: pre-wrap; font-size: .87rem;
  border: 1px dashed var(--rule); border-radius: .35rem;
}
footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
@media (max-width: 46rem) {
  body { font-size: 14px; padding-top: 1.4rem; }
  h1 { font-size: 1.55rem; }
  .pictures { grid-template-columns: minmax(0, 1fr); }
  .card, section.form { padding: 1rem; }
  .bars li { grid-template-columns: minmax(0, 1fr) 4rem; } .bars .name { grid-column: 1 / -1; white-space: normal; }
  .rows thead { display: none; }
  .rows, .rows tbody, .rows tfoot, .rows tr, .rows td { display: block; }
  .rows tr { border-top: 1px solid var(--rule); padding: .5rem 0; } .rows tr.more { border-top: 0; padding-top: 0; }
  .rows td { border: 0; padding: .1rem 0; text-align: left; white-space: normal; }
  .rows td:empty { display: none; }
  .rows td[data-label]::before {
    content: attr(data-label) "　"; color: var(--quiet); font-size: .82rem; font-weight: 400;
  }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --accent: #000; }
  @page { size: A4; margin: 14mm 12mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  section.form { break-before: page; border: 0; padding: 0; margin: 0; }
  .card { border: 0; padding: 0; break-inside: avoid; } .card.scroll { break-inside: auto; }
  th, td { padding: .25rem .4rem; } .scroll { overflow: visible; font-size: 8.5pt; }
  .pictures { grid-template-columns: 3fr 2fr; }
  thead { display: table-header-group; } tr, .finding, .derivation { break-inside: avoid; }
  a { text-decoration: none; } summary { list-style: none; color: var(--quiet); }
  .finding, .key, rect, circle { print-color-adjust: exact; }
  details:not([open]) { display: none; }
}
"""
