<#ftl output_format="XML"><?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="10">
  <title>${title}</title>
  <style>
    .vpc { fill: #ffffff; stroke: #8c4fff; stroke-width: 1.5 }
    .zone { fill: none; stroke: #9aa5b1; stroke-dasharray: 5 4 }
    .subnet { fill: #eef4ee; stroke: #7aa116 }
    .interface { fill: #fff4e5; stroke: #ed7100 }
    .gateway { fill: #f1e9ff; stroke: #8c4fff }
    .chip { fill: #27374d; stroke: none }
    .chip-name { fill: #ffffff; font-weight: bold }
    .flow { fill: none; stroke-width: 1.5 }
    .maybe { stroke-dasharray: 4 3 }
    .c0 { stroke: #1f6fb2 } .c1 { stroke: #b2431f } .c2 { stroke: #2f8f4e } .c3 { stroke: #8a3fa0 } .c4 { stroke: #a07800 } .c5 { stroke: #40808a }
    .note { fill: #5a6673 }
  </style>
  <rect width="${width}" height="${height}" fill="#fcfcfd"/>
  <text x="20" y="22" font-size="13" font-weight="bold">${title}</text>
<#list boxes as box>
  <g><title>${box.title}</title><rect class="${box.kind}" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="4"/><text x="${box.x + 8}" y="${box.y + 16}">${box.name}</text><#if box.note??><text class="note" x="${box.x + 8}" y="${box.y + 30}">${box.note}</text></#if></g>
</#list>
<#list lines as line>
  <g><title>${line.title}</title><path class="flow c${line.colour}<#if !line.certain> maybe</#if>" d="M${line.x},${line.from} H${line.lane} V${line.to} H${line.x + 8}"/><path d="M${line.x},${line.to} l9,-4 v8 z" fill="#333"/><text x="${line.x + 16}" y="${line.to - 4}">${line.text}</text></g>
</#list>
<#list chips as chip>
  <g><title>${chip.title}</title><rect class="chip" x="${chip.x}" y="${chip.y}" width="${chip.width}" height="${chip.height}" rx="5"/><text class="chip-name" x="${chip.x + 8}" y="${chip.y + 17}">${chip.name}</text></g>
</#list>
</svg>
