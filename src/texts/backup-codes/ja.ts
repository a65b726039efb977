import { format } from '../japanese.js'
import type { backupCodes as english } from './en.js'

/** The backup codes, and generating new ones. */
export const backupCodes: typeof english = {
  title: 'バックアップコード',
  lead: 'スマートフォンがお手元にないときは、バックアップコードでログインできます。各コードは1回だけ使えます。パスワードとは別の安全な場所に保管してください。',
  enabled: '二要素認証が有効になりました。',
  downloading:
    'バックアップコードをダウンロードしています。ファイルが保存されない場合は、「ダウンロード」「コピー」「印刷」のいずれかを選んでください。',
  save: '今すぐコードを保存してください。後からもう一度表示することはできません。',
  hidden: '安全のため、コードはもう一度表示できません。紛失した場合は、新しいコードを発行してください。',
  created: (created) => `発行日時：${format.dateTime(created)}`,
  account: ({ application, person }) => `${application}（${person}）`,
  list: 'バックアップコードの一覧',
  hiddenCode: ({ number }) => `コード${number}`,
  unused: '未使用',
  used: (used) => `使用済み（${format.date(used)}）`,
  download: 'ダウンロード',
  copy: 'コピー',
  copied: 'コピーしました',
  print: '印刷',
  saved: '保存しました',
  goOn: '続ける',
  regenerate: '新しいコードを発行',
  regeneration: {
    title: '新しいバックアップコードを発行しますか？',
    lead: '新しいコードを10個発行します。未使用のものも含め、これまでのバックアップコードはすべて直ちに使えなくなります。',
    confirm: '新しいコードを発行',
    cancel: 'キャンセル',
  },
}
