/** Answers in the order of the items, a few at a time. */
export async function eachOf<Item, Answer>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const entries = items.entries()
  const take = async () => {
    for (const [index, item] of entries) answers[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: atOnce }, take))
  return answers
}
