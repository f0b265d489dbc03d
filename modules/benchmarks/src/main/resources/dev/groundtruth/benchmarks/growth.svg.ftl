<#ftl output_format="XML"><?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="10">
  <title>${title}</title>
  <rect width="${width}" height="${height}" fill="#fcfcfd"/>
  <text x="20" y="22" font-size="13" font-weight="bold">${title}</text>
<#list columns as column>
  <path d="M${column.at},${top} V${bottom}" stroke="#d5dbe1"/><text x="${column.at}" y="${bottom + 16}" text-anchor="middle">${column.label}</text>
</#list>
<#list lines as line>
  <path d="M${left},${line.at} H${right}" stroke="#d5dbe1"/><text x="${left - 8}" y="${line.at + 4}" text-anchor="end">${line.label}</text>
</#list>
  <path d="<#list points as point><#if point?is_first>M<#else> L</#if>${point.x},${point.y}</#list>" fill="none" stroke="#1f6fb2" stroke-width="1.5"/>
<#list points as point>
  <circle cx="${point.x}" cy="${point.y}" r="3.5" fill="#1f6fb2"/><text x="${point.x + 8}" y="${point.y + 14}">${point.label}</text>
</#list>
  <text x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle">interfaces</text>
</svg>
