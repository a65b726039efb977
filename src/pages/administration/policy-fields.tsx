import type { ComponentChildren } from 'preact'

interface FieldProps {
  readonly name: string
  /** What is wrong with what was sent; null: nothing. */
  readonly fault: string | null
}

const faultId = (name: string) => `${name}-fault`

/** What is wrong with a field, beside it. */
function Fault({ name, fault }: FieldProps): ComponentChildren {
  return (
    fault !== null && (
      <p class="fault" id={faultId(name)}>
        {fault}
      </p>
    )
  )
}

/** What tells of a field: its hint, and what is wrong with it. */
const told = ({ name, fault }: FieldProps, ...others: readonly string[]) => ({
  'aria-invalid': fault !== null,
  'aria-describedby': [...(fault === null ? [] : [faultId(name)]), ...others].join(' ') || undefined,
})

interface ChoicesProps extends FieldProps {
  readonly legend: string
  /** What is said for each value. */
  readonly words: Readonly<Record<string, string>>
  readonly chosen: readonly string[]
  readonly several?: boolean
  /** True for a value that cannot be chosen; `off` says why. */
  readonly isOff?: (word: string) => boolean
  readonly off?: string
}

/** Values to choose from, all to be seen: one of them, or several. */
export function Choices({
  name,
  fault,
  legend,
  words,
  chosen,
  several = false,
  isOff = () => false,
  off,
}: ChoicesProps) {
  return (
    <fieldset class="choices" aria-describedby={told({ name, fault })['aria-describedby']}>
      <legend>{legend}</legend>
      <Fault name={name} fault={fault} />
      {Object.entries(words).map(([word, text]) => (
        <label key={word} class="option">
          <input
            type={several ? 'checkbox' : 'radio'}
            name={name}
            value={word}
            checked={chosen.includes(word) && !isOff(word)}
            disabled={isOff(word)}
          />
          <span>
            {text}
            {isOff(word) && <span class="hint"> ({off})</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

interface OptionsProps extends FieldProps {
  readonly label: string
  readonly words: Readonly<Record<string, string>>
  readonly chosen: string
}

/** One of a few values, folded. */
export function Options({ name, fault, label, words, chosen }: OptionsProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} {...told({ name, fault })}>
        {Object.entries(words).map(([word, text]) => (
          <option key={word} value={word} selected={word === chosen}>
            {text}
          </option>
        ))}
      </select>
      <Fault name={name} fault={fault} />
    </div>
  )
}

interface HintedProps extends FieldProps {
  readonly label: string
  readonly hint: string
}

interface InputProps extends HintedProps {
  /** `days`: a number from 0 to 365. */
  readonly kind: 'days' | 'date' | 'text'
  readonly value: string | number
}

const KINDS = {
  days: { type: 'number', min: 0, max: 365, class: 'plain short' },
  date: { type: 'date', class: 'plain' },
  text: { type: 'text', maxLength: 200, autocomplete: 'off', class: 'plain' },
} as const

/** A value on one line. */
export function Input({ name, fault, label, hint, kind, value }: InputProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input {...KINDS[kind]} id={name} name={name} value={value} {...told({ name, fault }, `${name}-hint`)} />
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
      <Fault name={name} fault={fault} />
    </div>
  )
}

/** A text with a value on each line. */
export function Lines({ name, fault, label, hint, text }: HintedProps & { readonly text: string }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea id={name} name={name} rows={2} spellcheck={false} {...told({ name, fault }, `${name}-hint`)}>
        {text}
      </textarea>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
      <Fault name={name} fault={fault} />
    </div>
  )
}
