import type { Texts } from '../../texts/index.js'

/** "1 App · 2 QR code · 3 Code": how far the set-up has come. */
export function Steps({ texts, current }: { readonly texts: Texts; readonly current: 1 | 2 | 3 }) {
  const { label, names, done } = texts.enrolment.steps
  return (
    <ol class="steps" aria-label={label}>
      {names.map((name, index) => (
        <li
          key={name}
          class={index + 1 < current ? 'done' : ''}
          aria-current={index + 1 === current ? 'step' : undefined}
        >
          <span class="number" aria-hidden="true">
            {index + 1 < current ? '✓' : index + 1}
          </span>
          {name}
          {index + 1 < current && <span class="unseen"> ({done})</span>}
        </li>
      ))}
    </ol>
  )
}
