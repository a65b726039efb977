import type { Frame } from '../../views/frame.js'
import type { Spoken } from '../spoken.js'

interface TryFormProps {
  readonly frame: Spoken<Frame>
  /** The person's own path below the mount. */
  readonly path: string
  readonly client?: string
  readonly provider?: string
}

/** By which application and provider a login is supposed. It changes nothing, so it is a GET and can be bookmarked. */
export function TryForm({ frame, path, client = '', provider = '' }: TryFormProps) {
  const { tryIt: texts } = frame.texts.administration
  return (
    <form class="search tall" method="get" action={`${frame.base}${path}/try`}>
      <div class="field">
        <label for="client">{texts.client}</label>
        <input class="plain" type="text" id="client" name="client" value={client} maxLength={255} autocomplete="off" />
      </div>
      <div class="field">
        <label for="provider">{texts.provider}</label>
        <input
          class="plain"
          type="text"
          id="provider"
          name="provider"
          value={provider}
          maxLength={255}
          autocomplete="off"
          aria-describedby="provider-hint"
        />
        <p class="hint" id="provider-hint">
          {texts.providerHint}
        </p>
      </div>
      <button type="submit" class="button">
        {texts.run}
      </button>
    </form>
  )
}
