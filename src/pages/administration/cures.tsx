import type { ComponentChildren } from 'preact'
import type { AdminPersonView } from '../../views/administration/person.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** How long a bypass code may be chosen to last, in minutes. */
const LASTING = [10, 60, 240, 1440]

/** A button for each thing that can be done for the person; what would do nothing is not there. */
export function Cures({ view }: { view: Spoken<AdminPersonView> }) {
  const texts = view.texts.administration.pages
  const path = `/admin/people/${encodeURIComponent(view.who.userId)}`
  if (view.enrolment === null && !view.canUnlock) return null
  return (
    <section class="cures" aria-label={texts.cures}>
      {view.canUnlock && (
        <Cure title={texts.unlock.title} hint={texts.unlock.hint}>
          <PostForm frame={view} action={`${path}/unlock`}>
            <button type="submit" class="button primary">
              {texts.unlock.title}
            </button>
          </PostForm>
        </Cure>
      )}
      {view.enrolment !== null && (
        <>
          <BypassCode view={view} path={path} />
          <Cure title={texts.revoke.title} hint={texts.revoke.hint}>
            <PostForm frame={view} action={`${path}/revoke-sessions`}>
              <button type="submit" class="button">
                {texts.revoke.title}
              </button>
            </PostForm>
          </Cure>
          <Cure title={texts.reset.title} hint={texts.reset.hint}>
            <a class="button danger" href={`${view.base}${path}/reset`}>
              {texts.reset.title} …
            </a>
          </Cure>
        </>
      )}
    </section>
  )
}

function BypassCode({ view, path }: { view: Spoken<AdminPersonView>; path: string }) {
  const texts = view.texts.administration.pages.bypass
  return (
    <Cure title={texts.title} hint={texts.hint}>
      <PostForm frame={view} action={`${path}/bypass-code`}>
        <div class="field">
          <label for="reason">{texts.reason}</label>
          <input class="plain" type="text" id="reason" name="reason" required maxLength={200} autocomplete="off" />
        </div>
        <div class="field">
          <label for="minutes">{texts.lasts}</label>
          <select id="minutes" name="minutes">
            {LASTING.map((minutes) => (
              <option key={minutes} value={minutes} selected={minutes === 60}>
                {texts.lasting({ minutes })}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="button">
          {texts.issue}
        </button>
      </PostForm>
    </Cure>
  )
}

function Cure({ title, hint, children }: { title: string; hint: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      <p class="hint">{hint}</p>
      {children}
    </section>
  )
}
