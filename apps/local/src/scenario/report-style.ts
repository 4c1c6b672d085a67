/** Of the report alone: it is one file, which is mailed and printed. */
export const style = `:root{--ink:#1f1f1f;--soft:#595959;--line:#d9d9d9;--blue:#0050b3;--pale:#f0f5ff;--amber:#ad6800}
*{box-sizing:border-box}body{font:16px/1.6 "Noto Sans SC","PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;color:var(--ink);max-width:1040px;margin:0 auto;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.6rem;line-height:1.3;margin:0}.sub{color:var(--soft);margin:.2rem 0 1rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:2px solid var(--blue);padding-bottom:.2rem}
h3{font-size:1rem;margin:1.4rem 0 .3rem}h3 small,.note{font-weight:normal;font-size:.85rem;color:var(--soft)}.note{margin:.3rem 0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.1rem 1.5rem;margin:0}.facts div{display:flex;gap:.75rem;border-bottom:1px solid var(--line);padding:.3rem 0}.facts dt{color:var(--soft);flex:0 0 5.2em}.facts dd{margin:0;font-variant-numeric:tabular-nums}
.check{border-left:4px solid #237804;background:#f6ffed;padding:.5rem .8rem;margin:1rem 0 0}.check.bad{border-color:#a8071a;background:#fff1f0}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:var(--pale);white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.w{white-space:nowrap;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}tr.sum td{font-weight:bold}
figure{margin:0}figcaption{font-size:.85rem;color:var(--soft)}.chart{position:relative;height:15rem;margin:.4rem .25rem 2.2rem;border-bottom:1px solid var(--soft)}
.chart svg{position:absolute;inset:0;width:100%;height:100%}.chart path{fill:none;stroke:var(--blue);stroke-width:2;vector-effect:non-scaling-stroke}.chart .area{fill:var(--pale);stroke:none}
.chart i{position:absolute}.chart i.budget,.chart i.agreed{left:0;right:0;border-top:1px dashed var(--soft)}.chart i.agreed{border-color:var(--amber)}.chart i.turn{top:0;bottom:0;border-left:1px dotted var(--soft)}
.chart b,.chart .tick{position:absolute;font-size:.8rem;line-height:1.2}.level{left:0;font-weight:normal}.level.budget{color:var(--soft);transform:translateY(-105%)}.level.agreed{color:var(--amber);transform:translateY(8%)}
.point{color:var(--blue);transform:translate(-110%,-105%);font-size:.95rem!important;white-space:nowrap}.tick{top:100%;padding-top:.3rem;transform:translateX(-50%);color:var(--soft)}
.bars{display:grid;gap:.15rem}.bars>div{display:grid;grid-template-columns:5.5em 1fr 15em;gap:.75rem;align-items:center}.track{position:relative;height:.8rem;background:var(--pale)}.track i{position:absolute;top:0;bottom:0;min-width:3px;background:var(--blue)}.days{font-size:.85rem;color:var(--soft);font-variant-numeric:tabular-nums}
.steps td.rule{font-size:.85rem;color:var(--soft);max-width:18em}.steps td.time{color:var(--soft)}
@media(max-width:640px){body{padding:1rem .8rem 2rem}h1{font-size:1.35rem}table{font-size:.9rem}table:not(.steps) td:not(.n,.w,:first-child){min-width:8em}.chart{height:12rem}.bars>div{grid-template-columns:5.5em 1fr}.days{grid-column:2}
.steps thead{display:none}.steps tr{display:block;border-bottom:1px solid var(--line);padding:.45rem 0}.steps td{display:inline;border:0;padding:0 .6rem 0 0;font-size:.85rem;color:var(--soft)}.steps td:empty{display:none}.steps td.what{display:block;font-size:1rem;color:var(--ink)}.steps td.n{color:var(--ink)}.steps td.due::before{content:"期限 "}}
@media print{body{max-width:none;padding:0;font-size:11pt}h2,h3{break-after:avoid}tr,figure,.bars>div{break-inside:avoid}.scroll{overflow:visible}}`;
