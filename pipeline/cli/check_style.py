"""The look of the HTML form of findings."""

STYLE = """
:root{--ink:#1d2430;--soft:#5c6675;--line:#d7dce3;--paper:#fff;--back:#f4f6f8;
--error:#b42318;--error-back:#fde8e6;--warning:#9a6700;--warning-back:#fff3d1;--info:#175cd3;--info-back:#e6effd;
--clean:#1a7f45}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);
font:15px/1.6 system-ui,"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:22px;margin:0 0 12px}
h2{font-size:16px;margin:0;font-weight:600;overflow-wrap:anywhere}
h3{font-size:15px;margin:0 0 4px}
p{margin:4px 0}
.summary{font-weight:600}
.file{background:var(--paper);border:1px solid var(--line);border-left:5px solid var(--soft);border-radius:6px;
padding:16px 20px;margin:16px 0}
.file.clean{border-left-color:var(--clean)}
.file.findings{border-left-color:var(--error)}
.file.clean.half{border-left-color:#d99a00}
.verdict{font-size:18px;font-weight:700}
.clean>.verdict{color:var(--clean)}
.clean.half>.verdict{color:var(--warning)}
.findings>.verdict{color:var(--error)}
.unreadable>.verdict{color:#6b3fa0}
.about,.rule{color:var(--soft);font-size:14px}
.detail{font-weight:600}
ol.findings{list-style:none;padding:0;margin:16px 0}
ol.findings>li{border-top:1px solid var(--line);padding:12px 0;scroll-margin-top:12px}
ol.findings>li:target{background:#fbfcf1}
.severity{display:inline-block;font-size:12px;line-height:1.6;padding:0 8px;border-radius:10px;margin-right:4px}
.error .severity{background:var(--error-back);color:var(--error)}
.warning .severity{background:var(--warning-back);color:var(--warning)}
.info .severity{background:var(--info-back);color:var(--info)}
code{font:12px ui-monospace,Menlo,Consolas,monospace;color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:6px 0}
dt{color:var(--soft)}
dd{margin:0;font-variant-numeric:tabular-nums}
.spot{background:var(--back);border-radius:4px;padding:6px 10px;overflow-wrap:anywhere}
.spot q{quotes:none;font-family:ui-monospace,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;font-size:13px}
.place{color:var(--info);margin-right:8px;white-space:nowrap}
mark{background:var(--error-back);color:var(--error);font-weight:700;padding:0 2px;border-bottom:2px solid var(--error)}
.slips{border:1px solid #cfe3d6;background:#f1f9f4;border-radius:6px;padding:10px 14px;margin:12px 0}
.slips ul{margin:4px 0;padding-left:20px}
.doubts{margin:12px 0;color:var(--soft);font-size:14px}
.scroll{overflow-x:auto;margin:6px 0 12px}
table{border-collapse:collapse;font-size:13px;width:100%}
th,td{border:1px solid var(--line);padding:3px 8px;text-align:right;vertical-align:middle}
td{font-variant-numeric:tabular-nums;white-space:nowrap}
th{background:var(--back);font-weight:500;text-align:left}
th[scope=rowgroup]{white-space:nowrap}
thead th{text-align:center}
td.error{background:var(--error-back);color:var(--error)}
td.warning{background:var(--warning-back);color:var(--warning)}
td.info{background:var(--info-back);color:var(--info)}
td.often{font-weight:700}
td.slip{outline:3px solid var(--error);outline-offset:-3px}
td.blank,td.marked,td.absent{background-image:repeating-linear-gradient(45deg,#0000 0 5px,#0000000d 5px 6px)}
td.ambiguous{color:#6b3fa0;font-weight:700}
td sup{margin-left:3px;font-size:10px;font-weight:400}
td sup a{color:inherit;text-decoration:none}
td sup a:hover{text-decoration:underline}
.legend{color:var(--soft);font-size:13px}
@media print{body{background:#fff}.file{break-inside:auto;border-color:#999}}
"""
