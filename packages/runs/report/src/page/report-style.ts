/** Colours have names, so that the dark page and the charts in it change together. */
export const reportStyle = `
:root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fff;--soft:#f1f3f6;--line:#c9ced6;--link:#0b5394;--c1:#0072b2;--c2:#c44e00;--c3:#00805a;--c4:#a8447f;--c5:#8a6d00;--c6:#444}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8ee;--paper:#16181d;--soft:#22262d;--line:#454b55;--link:#7cc0ff;--c1:#56b4e9;--c2:#ff9a57;--c3:#3fcf9f;--c4:#e59ac6;--c5:#f0e442;--c6:#bbb}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1,h2,h3,h4{line-height:1.2;overflow-wrap:anywhere}
h2{margin-top:2.5rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
a{color:var(--link)}
.lead{font-size:1.15rem}
h1{margin:.2rem 0}
.kind{margin:0;font-size:.85rem;letter-spacing:.02em;opacity:.8}
.result{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;align-items:center;background:var(--soft);border-radius:.6rem;padding:1rem 1.4rem}
.result p,.result ul{margin:0}.result ul{list-style:none;padding:0}
.figure strong{display:block;font-size:2.8rem;line-height:1.1;font-variant-numeric:tabular-nums}
details{margin:.6rem 0}summary{cursor:pointer}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:.6rem 1.5rem;margin:0}
dt{font-size:.85rem}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{padding:.3rem .7rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th:first-child{text-align:left}
td a{display:inline-block;min-width:2.2rem;padding:.15rem .4rem;border-radius:.3rem;background:var(--soft)}
td a[style]{background:color-mix(in srgb,var(--c3) calc(var(--share)*45%),var(--soft))}
td a.wrong[style]{background:color-mix(in srgb,var(--c2) calc(var(--share)*60%),var(--soft))}
td a{color:var(--ink)}td a.wrong{font-weight:700}
.charts{display:flex;flex-wrap:wrap;gap:1.5rem}
figure{margin:0}
.chart{width:340px;max-width:100%}
.chart figcaption{font-weight:600}
.legend{list-style:none;margin:.2rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem .9rem;font-size:.85rem}
.legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;margin-right:.35rem;vertical-align:-.05rem}
.timeline{display:flex;gap:3px;list-style:none;padding:0;margin:1rem 0}
.timeline li{min-width:0;background:var(--soft);border-top:4px solid var(--c1);padding:.35rem .5rem;overflow-wrap:anywhere}
.timeline li:nth-child(2n){border-color:var(--c2)}.timeline li:nth-child(3n){border-color:var(--c3)}
.timeline small{display:block}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(7.5rem,1fr));gap:.8rem}
.maps{grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));max-width:60rem}
.pictures img{width:100%;height:auto;display:block;border-radius:.3rem}
.pictures figcaption{font-size:.8rem;overflow-wrap:anywhere}
.cell{display:none;background:var(--soft);padding:.2rem 1rem 1rem;border-radius:.5rem;scroll-margin-top:1rem}
.cell:target{display:block}
.scale{height:.6rem;max-width:20rem;border-radius:.3rem;background:linear-gradient(90deg,#440154,#3b528b,#21918c,#5ec962,#fde725)}
pre{background:var(--soft);padding:.8rem;border-radius:.4rem;overflow-x:auto}
@media print{.cell{display:block;break-inside:avoid}figure,table{break-inside:avoid}body{font-size:11px}}
`;
