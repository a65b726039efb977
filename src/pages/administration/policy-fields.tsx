interface ChoicesProps {
  readonly name: string
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
export function Choices({ name, legend, words, chosen, several = false, isOff = () => false, off }: ChoicesProps) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
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

interface OptionsProps {
  readonly name: string
  readonly label: string
  readonly words: Readonly<Record<string, string>>
  readonly chosen: string
}

/** One of a few values, folded. */
export function Options({ name, label, words, chosen }: OptionsProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {Object.entries(words).map(([word, text]) => (
          <option key={word} value={word} selected={word === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

interface HintedProps {
  readonly name: string
  readonly label: string
  readonly hint: string
}

/** A number from 0 to 365; null: empty. */
export function Num({ name, label, hint, value }: HintedProps & { readonly value: number | null }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        class="plain short"
        type="number"
        min={0}
        max={365}
        id={name}
        name={name}
        value={value ?? ''}
        aria-describedby={`${name}-hint`}
      />
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  )
}

/** A text with a value on each line. */
export function Lines({ name, label, hint, lines }: HintedProps & { readonly lines: readonly string[] }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea id={name} name={name} rows={2} spellcheck={false} aria-describedby={`${name}-hint`}>
        {lines.join('\n')}
      </textarea>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  )
}
