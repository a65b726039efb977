import { count, format } from '../../english.js'

/** Who has a second factor. */
export const coverage = {
  link: 'Coverage',
  title: 'Who has two-factor authentication',
  titleOf: ({ tenant }: { tenant: string }) => `Who has two-factor authentication at ${tenant}`,
  share: ({ enrolled, people, share }: { enrolled: number; people: number; share: string }) =>
    `Set up by ${format.number(enrolled)} of ${count(people, 'person', 'people')} (${share}).`,
  none: 'Not set up',
  hint: 'Everybody of Keycloak’s realm. The file lists whoever has ever signed in to this application.',
  hintOf: 'People are counted to an organization as they last signed in. The file lists its members as they are now.',
  csv: 'Download everybody as CSV',
}
