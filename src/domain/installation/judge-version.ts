import { error, type Finding, warning } from './finding.js'

/** Published holes of Keycloak that touch what this library relies on, by the version that closes them. */
const HOLES = [
  { closedIn: '26.7.2', level: error, ids: ['CVE-2026-18963'] },
  { closedIn: '26.8.1', level: warning, ids: ['CVE-2026-94218', 'CVE-2026-94001'] },
] as const

/** Judges Keycloak's version by the range of the manifest (`>=26.7.2 <27`) and by its known holes. */
export function judgeVersion(version: string, range: string): Finding[] {
  const update = 'Update Keycloak.'
  if (numbersOf(version).length < 3) {
    return [warning(`Keycloak says that its version is "${version}".`, `Make sure that it is one of ${range}.`)]
  }
  return [
    ...(isWithin(version, range)
      ? []
      : [error(`Keycloak ${version} is not one that this library was made for: ${range}.`, 'Use one of these.')]),
    ...HOLES.filter(({ closedIn }) => compare(version, closedIn) < 0).map(({ closedIn, level, ids }) =>
      level(`Keycloak ${version} has holes that ${closedIn} closes: ${ids.join(', ')}.`, update),
    ),
  ]
}

function isWithin(version: string, range: string): boolean {
  return range.split(' ').every((bound) => {
    const [, relation, of = ''] = /^(>=|<)([\d.]+)$/.exec(bound) ?? []
    const order = compare(version, of)
    return relation === '>=' ? order >= 0 : relation === '<' && order < 0
  })
}

function compare(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)]
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** `26.7.4`, or `26.7.4.redhat-00001` as vendors write it. */
function numbersOf(version: string): number[] {
  return /^\d+(\.\d+){0,2}/.exec(version)?.[0].split('.').map(Number) ?? []
}
