import type { Texts } from '../../texts/index.js'
import type { AdminCoverageView } from '../../views/administration/coverage.js'

type Coverage = AdminCoverageView['coverage']

const METHODS = ['totp', 'email', 'sms'] as const
const WIDTH = 600
const HEIGHT = 28

/** A bar of all people, a part for each method and one for those who have none; its numbers stand beside it as text. */
export function CoveragePicture({ coverage, texts }: { coverage: Coverage; texts: Texts }) {
  const { people, methods, none } = coverage
  const parts = [...METHODS.map((method) => [method, methods[method]] as const), ['none', none] as const]
  let from = 0
  return (
    <svg
      class="coverage"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={shareText(texts, coverage)}
    >
      <rect class="none" width={WIDTH} height={HEIGHT} />
      {parts.map(([name, count]) => {
        const x = from
        const width = people === 0 ? 0 : (count / people) * WIDTH
        from += width
        return width === 0 ? null : (
          <rect key={name} class={name} x={x.toFixed(2)} width={width.toFixed(2)} height={HEIGHT} />
        )
      })}
    </svg>
  )
}

/** What the colours of the picture mean, with the numbers. */
export function CoverageLegend({ coverage, texts }: { coverage: Coverage; texts: Texts }) {
  const { people, methods, none } = coverage
  const words = texts.enrolment.settings.method
  const lines = [
    ...METHODS.map((method) => [method, words[method], methods[method]] as const),
    ['none', texts.administration.coverage.none, none] as const,
  ]
  return (
    <ul class="legend">
      {lines.map(([name, word, count]) => (
        <li key={name}>
          <svg class="coverage swatch" viewBox="0 0 16 16" aria-hidden="true">
            <rect class={name} width="16" height="16" rx="3" />
          </svg>
          <span>{word}</span>
          <b>{texts.format.number(count)}</b>
          <span class="hint">{texts.format.percent(people === 0 ? 0 : count / people)}</span>
        </li>
      ))}
    </ul>
  )
}

/** "120 of 300 people (40%) have a second factor." */
export function shareText({ administration, format }: Texts, { people, none }: Coverage): string {
  const enrolled = people - none
  return administration.coverage.share({
    enrolled,
    people,
    share: format.percent(people === 0 ? 0 : enrolled / people),
  })
}
