import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The root folder of the repository. */
export const projectFolder = join(import.meta.dirname, '..', '..')

/** A Markdown file at the root of the repository. */
export const readMarkdown = (name: string): string => readFileSync(join(projectFolder, name), 'utf8')

/** The fenced blocks of one language, in order. */
export function blocksOf(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, marked, block = '']) =>
    marked === language ? [block] : [],
  )
}

/** The anchors that GitHub gives a page's headings. */
export function anchorsOf(markdown: string): Set<string> {
  const headings = [...withoutBlocks(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** Where the links and pictures of a page lead. */
export function linksOf(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
}

/** The section under a heading, up to the next one of the same depth or higher. */
export function sectionOf(markdown: string, heading: string): string {
  const start = markdown.indexOf(`${heading}\n`)
  if (start < 0) return ''
  const rest = markdown.slice(start + heading.length)
  const depth = /^#+/.exec(heading)?.[0].length ?? 1
  const end = rest.search(new RegExp(`^#{1,${depth}} `, 'm'))
  return end < 0 ? rest : rest.slice(0, end)
}

/** The cells of a section's tables, heads and rules left out; the first of each row without its code marks. */
export function rowsOf(section: string): { name: string; cells: readonly string[] }[] {
  return [...section.matchAll(/^\| (`.+) \|$/gm)].map(([, row = '']) => {
    const [first = '', ...cells] = row.split(' | ').map((cell) => cell.trim())
    return { name: first.replaceAll('`', ''), cells }
  })
}

const withoutBlocks = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```$/gm, '')
