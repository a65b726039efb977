import { format } from '../japanese.js'
import type { enrolment as english } from './en.js'

/** The settings page, the three steps of set-up, and turning off. */
export const enrolment: typeof english = {
  settings: {
    title: '二要素認証',
    lead: 'パスワードに加えて、スマートフォンに表示される確認コードを入力してログインします。パスワードが漏れても、第三者はログインできません。',
    status: '状態',
    off: 'オフ',
    active: '有効',
    offText: '現在、アカウントはパスワードだけで保護されています。',
    activeText: 'ログイン時に確認コードの入力が必要です。',
    switchOn: '有効にする',
    notOffered: {
      policy: 'お使いのアカウントでは二要素認証をご利用いただけません。ご利用の可否は組織の管理者が設定しています。',
      'single-sign-on': ({ provider }) =>
        `${provider}でログインしているため、アカウントは${provider}によって保護されています。ここでの設定は必要ありません。`,
    },
    method: { totp: '認証アプリ', email: 'メール', sms: 'SMS' },
    since: (since) => `${format.date(since)}から`,
    lastUsed: (at) => `最終使用：${format.dateTime(at)}`,
    change: '変更',
    changeHint:
      '新しいスマートフォン、別のアプリ、または別の方法に変更します。新しい方の確認が済むまで、現在の設定が有効です。',
    backupCodes: 'バックアップコード',
    backupCodesLeft: ({ left }) =>
      left === 0 ? 'すべてのコードが使用済みです' : `未使用のコード：${format.number(left)}個`,
    saveBackupCodes:
      'バックアップコードがまだ保存されていません。保存しておくと、スマートフォンがお手元にないときでもログインできます。',
    getBackupCodes: 'バックアップコードを取得',
    manageBackupCodes: '管理',
    turnOff: 'オフにする',
    turnOffHint: 'パスワードだけでログインします。',
    cannotTurnOff: '組織の設定により二要素認証が必須のため、オフにすることはできません。',
    done: {
      enabled: '二要素認証が有効になりました。次回のログインから確認コードの入力が必要です。',
      'turned-off': '二要素認証をオフにしました。今後、確認コードの入力は不要です。',
    },
  },
  invitation: {
    title: 'アカウントを保護しましょう',
    text: ({ application }) =>
      `二要素認証を有効にすると、パスワードが漏れても第三者は${application}にログインできません。設定は2分ほどで完了します。スマートフォンをご用意ください。`,
    accept: '設定する',
    dismiss: '今後表示しない',
  },
  later: {
    title: '二要素認証の設定',
    lead: ({ tenants }) =>
      `${tenants.length === 0 ? '組織' : format.list(tenants)}の設定により、パスワードに加えて確認コードの入力が必要になります。設定は2分ほどで完了します。スマートフォンをご用意ください。`,
    now: '今すぐ設定する',
    later: 'あとで設定する',
    left: ({ logins, until }) =>
      logins === null && until === null
        ? '設定は後回しにできます。'
        : `${until === null ? '' : `${format.dateTime(until)}まで`}${until !== null && logins !== null ? '、' : ''}${logins === null ? '' : `あと${format.number(logins)}回のログイン`}${logins === null ? '' : 'に限り'}後回しにできます。`,
  },
  steps: {
    label: '設定の手順',
    names: ['アプリ', 'QRコード', '確認'],
    done: '完了',
  },
  setUp: {
    title: '認証アプリの準備',
    choose: '確認コードの受け取り方法の選択',
    lead: '認証アプリには、30秒ごとに新しい確認コードが表示されます。すでにスマートフォンにインストール済みの場合は、次へ進んでください。',
    replaces: '新しい方法の確認が済むまで、現在の方法が有効です。',
    apps: '対応アプリ',
    system: { ios: 'iPhone', android: 'Android', web: 'ウェブサイト' },
    anyOther: '時刻ベースの確認コード（TOTP）に対応したアプリであれば、ほかのアプリもご利用いただけます。',
    next: '次へ',
    cancel: 'キャンセル',
  },
  totp: {
    title: 'QRコードの読み取り',
    lead: '認証アプリでアカウントの追加を選び、このQRコードをカメラで読み取ってください。',
    leadTouch: '認証アプリがこの端末に入っている場合は、こちらから開けます。',
    qrCode: ({ account }) => `${account}のQRコード`,
    openInApp: '認証アプリで開く',
    account: 'アカウント',
    keyLead: 'または、次のキーを認証アプリに入力してください。',
    copy: 'コピー',
    copied: 'コピーしました',
    next: '次へ',
    back: '戻る',
  },
  confirm: {
    title: '確認コードの入力',
    lead: ({ digits }) => `認証アプリに表示されている${digits}桁の数字を入力してください。`,
    verify: '確認する',
    back: 'QRコードに戻る',
    expired: '設定の有効期限が切れました。戻って、新しいQRコードでやり直してください。',
    disabled: '正しくないコードが何度も入力されました。ロックの解除を管理者にご依頼ください。',
  },
  email: {
    title: 'メールで受け取る',
    offer: ({ to }) =>
      `認証アプリの代わりに、${to}宛てのメールで確認コードを受け取れます。認証アプリのほうが安全です。`,
    notVerified: 'メールアドレスの確認が済むと、メールで確認コードを受け取れるようになります。',
    choose: 'メールを使う',
    enter: 'メールに記載された確認コードの入力',
    back: '戻る',
    method: ({ to }) => `確認コードは${to}に届きます`,
  },
  sms: {
    title: 'SMSで受け取る',
    offer: '携帯電話のSMSでも確認コードを受け取れます。認証アプリのほうが安全で、電波がなくても使えます。',
    choose: 'SMSを使う',
    number: '携帯電話番号',
    numberLead: 'この番号にSMSで確認コードをお送りします。ご本人の番号であることを確認するため、まず1通送信します。',
    numberHint: '国番号を付けて入力してください（例：+81 90 1234 5678）。',
    send: '確認コードを送信する',
    problem: {
      malformed: '携帯電話番号として正しくありません。国番号を付けて入力してください。',
      'not-allowed': 'この国の番号にはSMSを送信できません。別の番号または別の方法をご利用ください。',
    },
    enter: 'SMSに記載された確認コードの入力',
    another: '別の番号を使う',
    back: '戻る',
    method: ({ to }) => `確認コードは${to}にSMSで届きます`,
  },
  turnOff: {
    title: '二要素認証をオフにしますか？',
    lead: 'オフにすると、アカウントはパスワードだけで保護されます。',
    consequences: [
      'ログイン時に確認コードの入力が不要になります。',
      '認証アプリの登録内容とバックアップコードは、すべて使えなくなります。',
    ],
    confirm: 'オフにする',
    cancel: 'キャンセル',
  },
}
