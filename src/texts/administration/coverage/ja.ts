import { format } from '../../japanese.js'
import type { coverage as english } from './en.js'

/** Who has a second factor. */
export const coverage: typeof english = {
  link: '設定状況',
  title: '二要素認証の設定状況',
  titleOf: ({ tenant }) => `${tenant}の二要素認証の設定状況`,
  share: ({ enrolled, people, share }) =>
    `${format.number(people)}人中${format.number(enrolled)}人（${share}）が設定済みです。`,
  none: '未設定',
  hint: 'Keycloakのレルムの全ユーザーが対象です。ファイルには、このアプリケーションにログインしたことのあるユーザーが含まれます。',
  hintOf: '所属組織は最後にログインした時点のものです。ファイルには、現在のメンバーが含まれます。',
  csv: '全員をCSVでダウンロード',
}
