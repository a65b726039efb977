import { type Asked, codeClient } from '../code-client.js'
import { answerQuestions } from './ask-process.js'

/** What the clients can be asked: to open the code page for these people, and to answer it for all of them. */
export type ClientsQuestion =
  | { readonly open: { readonly port: number; readonly clients: number; readonly people: readonly number[] } }
  | { readonly answer: true }

/** How long each answer took, and all of them, in ms. */
export interface Answered {
  readonly each: readonly number[]
  readonly all: number
}

let clients = 1
let client: ReturnType<typeof codeClient>
let asked: Asked[] = []

answerQuestions<ClientsQuestion>(async (question) => {
  if ('answer' in question) return answerAll()
  clients = question.open.clients
  client = codeClient(question.open.port, clients)
  asked = []
  await together(question.open.people, async (person) => {
    asked.push(await client.open(person))
  })
  return {}
})

async function answerAll(): Promise<Answered> {
  const each: number[] = []
  const start = performance.now()
  await together(asked, async (one) => {
    each.push((await client.answer(one)).ms)
  })
  return { each, all: performance.now() - start }
}

/** Each client takes the next one as soon as it is done with the last. */
async function together<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}
