import { format } from '../japanese.js'
import type { messages as english } from './en.js'

/** The mails about a person's second factor: what each is called, and what it says. */
export const messages: typeof english = {
  notice: {
    enabled: {
      subject: '二要素認証が有効になりました',
      text: ({ application }) =>
        `${application}のアカウントで二要素認証が有効になりました。次回のログインから、確認コードの入力が必要です。`,
    },
    'turned-off': {
      subject: '二要素認証がオフになりました',
      text: ({ application }) =>
        `${application}のアカウントで二要素認証がオフになりました。現在、アカウントはパスワードだけで保護されています。`,
    },
    'method-changed': {
      subject: '二要素認証の設定が変更されました',
      text: ({ application }) =>
        `${application}の確認コードの受け取り方法が変更されました。以前の方法は使えなくなりました。バックアップコードはそのままご利用いただけます。`,
    },
    'backup-code-used': {
      subject: 'バックアップコードでログインがありました',
      text: ({ application, left }) =>
        `${application}へのログインにバックアップコードが使用されました。未使用のコードは残り${format.number(left)}個です。`,
    },
    'backup-codes-regenerated': {
      subject: '新しいバックアップコードが発行されました',
      text: ({ application }) =>
        `${application}のアカウントで新しいバックアップコードが発行されました。以前のバックアップコードは使えなくなりました。`,
    },
    'few-backup-codes-left': {
      subject: 'バックアップコードが残りわずかです',
      text: ({ application, left }) =>
        `${application}のアカウントのバックアップコードは残り${format.number(left)}個です。スマートフォンがお手元にないときでもログインできるよう、新しいコードを発行してください。`,
    },
    'five-wrong-codes': {
      subject: '正しくない確認コードが入力されました',
      text: ({ application }) =>
        `${application}のアカウントで、パスワードの入力後に、正しくないコードが5回続けて入力されました。しばらくの間、コードの入力を制限しています。`,
    },
  },
  sentCode: {
    subject: '確認コードのお知らせ',
    code: ({ application, until }) =>
      `${application}へのログイン、または設定の確認のために、次のコードを入力してください。有効期限は${format.time(until)}です。`,
    advice:
      '心当たりがない場合は、パスワードが第三者に知られています。すぐにパスワードを変更してください。このコードは誰にも教えないでください。',
  },
  greeting: ({ name }) => `${name} 様`,
  facts: { time: '日時', browser: 'ブラウザー', address: 'IPアドレス' },
  time: (moment) => format.dateTime(moment),
  browser: ({ browser, system }) => `${browser}（${system}）`,
  unknown: '不明',
  wasYou: 'ご自身による操作の場合、お手続きは必要ありません。',
  wasNotYou:
    'お心当たりがない場合は、パスワードを第三者に知られているおそれがあります。すぐにパスワードを変更し、二要素認証の設定を確認のうえ、管理者にご連絡ください。',
  settings: '設定を開く',
  footer: ({ application }) =>
    `このメールは、アカウントのセキュリティに関わるお知らせとして${application}から自動的に送信されています。`,
}
