import { format } from '../japanese.js'
import type { trustedDevices as english } from './en.js'

/** The page of trusted devices. */
export const trustedDevices: typeof english = {
  title: '信頼済みデバイス',
  lead: ({ days }) =>
    `次のブラウザーでは、登録から${format.number(days)}日間、確認コードの入力を省略できます。心当たりのないものや使わなくなったものは、登録を解除してください。`,
  none: '信頼済みデバイスはありません。',
  noneHint: '確認コードの入力時に「このブラウザーでは確認コードの入力を省略する」を選択すると登録されます。',
  off: '組織の設定により、信頼済みデバイスはご利用いただけません。ログインのたびに確認コードの入力が必要です。',
  list: '信頼済みデバイスの一覧',
  browser: ({ browser, system }) => `${browser}（${system}）`,
  thisOne: 'このブラウザー',
  facts: { used: '最終使用', address: 'IPアドレス', created: '登録日', ends: '有効期限' },
  dateTime: (moment) => format.dateTime(moment),
  date: (moment) => format.date(moment),
  unknown: '不明',
  rename: '名前を変更',
  renameOf: ({ device }) => `${device}の名前を変更`,
  name: '名前',
  nameHint: '64文字以内で入力してください。空欄にすると、ブラウザーの名前が表示されます。',
  save: '保存',
  revoke: '登録を解除',
  revokeOf: ({ device }) => `${device}の登録を解除`,
  revokeAll: 'すべての登録を解除',
  revokeAllHint: 'すべてのブラウザーで確認コードの入力が必要になります。',
  back: '設定に戻る',
  done: {
    renamed: '名前を保存しました。',
    revoked: '登録を解除しました。ほかのブラウザーでは、確認コードの入力が必要になります。',
    'all-revoked': 'すべての登録を解除しました。ほかのブラウザーでは、確認コードの入力が必要になります。',
  },
  settings: {
    title: '信頼済みデバイス',
    count: ({ devices }) => (devices === 0 ? 'なし' : `${format.number(devices)}台で確認コードの入力を省略しています`),
    manage: '管理',
    off: '組織の設定によりご利用いただけません。ログインのたびに確認コードの入力が必要です。',
  },
}
