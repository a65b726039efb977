import type { Texts } from '../../texts/index.js'
import type { Help } from '../../views/challenge/help.js'

/** Whom to ask where no code can be got. */
export function HelpContact({ texts, help }: { readonly texts: Texts; readonly help: Help | null }) {
  if (help === null) return null
  const { noCode } = texts.challenge
  return (
    <p>
      {noCode.help} {help.link === null ? help.text : <a href={help.link}>{help.text}</a>}
    </p>
  )
}
