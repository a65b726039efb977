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
    imported: {
      subject: '認証アプリの設定を引き継ぎました',
      text: ({ application }) =>
        `今後は${application}のログイン時に、認証アプリの確認コードを入力していただきます。これまでと同じスマートフォンの同じ登録をそのままお使いいただけますので、新たな設定は必要ありません。スマートフォンがお手元にないときのためにバックアップコードを10個ご用意しましたので、設定画面を開いて保存してください。`,
    },
    'turned-off': {
      subject: '二要素認証がオフになりました',
      text: ({ application }) =>
        `${application}のアカウントで二要素認証がオフになりました。現在、アカウントはパスワードだけで保護されています。`,
    },
    reset: {
      subject: '二要素認証がリセットされました',
      text: ({ application }) =>
        `管理者が${application}のアカウントの二要素認証をリセットしました。これまでの認証方法とバックアップコードは使えなくなりました。次回のログイン時に、もう一度設定できます。`,
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
    'backup-codes-dropped': {
      subject: 'バックアップコードが新しくなりました',
      text: ({ application }) =>
        `${application}の暗号鍵の更新に伴い、これまでのバックアップコードは使えなくなりました。新しいコードを10個ご用意しましたので、設定画面を開いて保存してください。確認コードの受け取り方法はこれまでどおりです。`,
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
    'trusted-device-added': {
      subject: '信頼できるブラウザーが追加されました',
      text: ({ application, device, until }) =>
        `${device === null ? 'お使いのブラウザー' : `ブラウザー「${device}」`}では、${until === null ? '' : `${format.date(until)}まで、`}${application}へのログイン時に確認コードの入力が不要になりました。この設定はいつでも解除できます。`,
    },
    'trusted-device-stolen': {
      subject: '信頼できるブラウザーの情報がコピーされた可能性があります',
      text: ({ application, device }) =>
        `${application}の信頼できるブラウザー${device === null ? '' : `「${device}」`}が2か所から使用されました。このブラウザーの信頼は解除され、再び確認コードの入力が必要になりました。`,
    },
    'account-connected': {
      subject: '外部アカウントが連携されました',
      text: ({ application, provider }) =>
        `${provider === null ? '外部サービスのアカウント' : `${provider}のアカウント`}が${application}のアカウントに連携されました。今後、そのアカウントでもログインできます。`,
    },
    'account-disconnected': {
      subject: '外部アカウントの連携が解除されました',
      text: ({ application, provider }) =>
        `${provider === null ? '外部サービスのアカウント' : `${provider}のアカウント`}と${application}のアカウントとの連携が解除されました。今後、そのアカウントではログインできません。`,
    },
    'unknown-identity': {
      subject: '確認されていない外部アカウントでログインがありました',
      text: ({ application, provider }) =>
        `二要素認証を経ずに連携された${provider === null ? '外部サービスのアカウント' : `${provider}のアカウント`}を使って、お客様として${application}にログインする操作がありました。このアカウントは確認コードの代わりにはなりません。ご自身のアカウントの場合は、設定の「連携アカウント」で確認してください。`,
    },
    'account-approved': {
      subject: '連携アカウントが承認されました',
      text: ({ application, provider }) =>
        `管理者が${provider === null ? '連携アカウント' : `${provider}の連携アカウント`}を承認しました。このアカウントで${application}にログインする場合、確認コードが不要になることがあります。`,
    },
    'bypass-code-issued': {
      subject: '一時的なログイン用コードが発行されました',
      text: ({ application, until }) =>
        `管理者が、ご自身の確認コードの代わりに${application}へ1回だけログインできるコードを発行しました。${until === null ? '' : `有効期限は${format.dateTime(until)}です。`}コードは管理者からお伝えします。このメールには記載されていません。`,
    },
    'bypass-code-used': {
      subject: '一時的なログイン用コードでログインがありました',
      text: ({ application }) =>
        `${application}へのログインに、管理者が発行した一時的なログイン用コードが使用されました。このコードはもう使えません。`,
    },
    unlocked: {
      subject: '確認コードのロックが解除されました',
      text: ({ application }) =>
        `正しくないコードの入力によって制限されていた${application}のアカウントを、管理者が解除しました。再びコードを入力できます。`,
    },
    'sessions-revoked': {
      subject: '確認コードの再入力が必要になりました',
      text: ({ application }) =>
        `${application}で以前に入力された確認コードの効力を、管理者が取り消しました。それぞれのブラウザーで、もう一度コードの入力が必要です。`,
    },
    'trusted-devices-revoked': {
      subject: '信頼済みデバイスの登録が解除されました',
      text: ({ application }) =>
        `${application}で確認コードの入力が不要になっていたブラウザーの登録を、管理者が解除しました。それぞれのブラウザーで、もう一度コードの入力が必要です。`,
    },
    'policy-requires': {
      subject: '二要素認証が必須になります',
      text: ({ application, tenant, from }) =>
        `${tenant ?? 'ご所属の組織'}では、${from === null ? '' : `${format.date(from)}から、`}${application}の利用に二要素認証が必須です。次回のログイン時に設定画面が表示されます。所要時間は2分ほどで、スマートフォンが必要です。`,
    },
    'policy-turned-off': {
      subject: '二要素認証が無効になりました',
      text: ({ application, tenant }) =>
        `${tenant ?? 'ご所属の組織'}では、${application}の二要素認証を使用しないことになりました。設定とバックアップコードは削除されました。アカウントは現在、パスワードだけで保護されています。`,
    },
  },
  sentCode: {
    subject: '確認コードのお知らせ',
    code: ({ application, until }) =>
      `${application}へのログイン、または設定の確認のために、次のコードを入力してください。有効期限は${format.time(until)}です。`,
    passwordSet: (at) =>
      `アカウントのパスワードは${format.dateTime(at)}に設定されました。お心当たりがない場合は、すぐに管理者にご連絡ください。`,
    advice:
      '心当たりがない場合は、パスワードが第三者に知られています。すぐにパスワードを変更してください。このコードは誰にも教えないでください。',
  },
  sms: {
    code: ({ application, code }) => `${application}の確認コード：${code}（10分間有効）。誰にも教えないでください。`,
    test: ({ application }) => `${application}からのテストメッセージです。SMSは正常に届いています。`,
  },
  test: {
    subject: 'テストメッセージ',
    text: ({ application }) =>
      `${application}からのテストメッセージです。このメールが届いていれば、二要素認証に関するメールは正常に送信されています。`,
  },
  hello: 'ご担当者様',
  greeting: ({ name }) => `${name} 様`,
  facts: { time: '日時', browser: 'ブラウザー', address: 'IPアドレス' },
  time: (moment) => format.dateTime(moment),
  browser: ({ browser, system }) => `${browser}（${system}）`,
  unknown: '不明',
  wasYou: 'ご自身による操作の場合、お手続きは必要ありません。',
  wasNotYou:
    'お心当たりがない場合は、パスワードを第三者に知られているおそれがあります。すぐにパスワードを変更し、二要素認証の設定を確認のうえ、管理者にご連絡ください。',
  wasAdministrator: 'お心当たりがない場合は、すぐに管理者にご連絡ください。',
  settings: '設定を開く',
  setUp: '今すぐ設定する',
  footer: ({ application }) =>
    `このメールは、アカウントのセキュリティに関わるお知らせとして${application}から自動的に送信されています。`,
}
