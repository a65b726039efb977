import type { audit as english } from './en.js'

/** The audit log. */
export const audit: typeof english = {
  link: '監査ログ',
  title: '監査ログ',
  titleOf: ({ tenant }) => `${tenant}の監査ログ`,
  lead: '各ユーザーの二要素認証に対する操作と、その実行者の記録です。確認コードや秘密鍵は含まれません。',
  leadOf: 'この組織のユーザーの二要素認証に対する操作と、ポリシー変更の記録です。',
  person: 'ユーザー',
  personHint: '氏名、メール、ユーザーID',
  kind: '操作',
  everything: 'すべて',
  from: '開始日',
  to: '終了日',
  show: '表示',
  csv: 'CSVでダウンロード',
  several: '該当するユーザーが複数います。1人を選択してください。',
  nothing: '該当する記録はありません。',
  nothingHere: 'このページに表示できる記録はありません。以前の記録に進んでください。',
  by: ({ name }) => `実行者：${name}`,
  commandLine: 'コマンドライン',
  newest: '最新の記録',
  older: '以前の記録 →',
}
