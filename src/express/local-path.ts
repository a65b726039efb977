/**
 * The path and query of an address on our own origin, or `fallback` for anything else: other origins, `//x`, `/\x`,
 * `javascript:` and what only a browser would take for one of them (CVE-2024-29041).
 */
export function localPath(address: unknown, fallback: string): string {
  if (typeof address !== 'string' || address.length > 2048 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(address))
    return fallback
  // Browsers drop tabs and line breaks, so an encoded one can hide what a proxy that decodes once more lays bare.
  if (address.includes('\\') || /%(0|1|7f)/i.test(address.split('?', 1)[0] ?? '')) return fallback
  const origin = 'http://local.invalid'
  const url = URL.canParse(address, origin) ? new URL(address, origin) : undefined
  if (url === undefined || url.origin !== origin || url.pathname.startsWith('//')) return fallback
  // A proxy in front may decode once more; what would then leave the origin does not pass either.
  return /^\/(%2f|%5c|\/)/i.test(url.pathname) ? fallback : url.pathname + url.search
}
