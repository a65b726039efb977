import type { Moment } from '../format.js'
import { format } from '../japanese.js'
import type { challenge as english } from './en.js'

/** The code page and the page for a backup code. */
export const challenge: typeof english = {
  title: '確認コードの入力',
  lead: ({ application }) => `認証アプリを開き、「${application}」の確認コードを入力してください。`,
  code: ({ digits }) => `${digits}桁の確認コード`,
  email: {
    lead: ({ to }) => `${to}に確認コードを送信しました。届くまでに1分ほどかかることがあります。`,
    notSent: '確認コードはメールで届きます。',
    resend: '確認コードを再送する',
    resendIn: 'あと{time}で再送できます。',
    noCode: '迷惑メールフォルダーもご確認ください。届かない場合は、確認コードを再送してください。',
  },
  trust: {
    choose: ({ days }) => `このブラウザーでは${format.number(days)}日間、確認コードの入力を省略する`,
    hint: 'ほかの人と共用している端末では選択しないでください。',
  },
  sms: {
    lead: ({ to }) => `${to}にSMSで確認コードを送信しました。届くまでに1分ほどかかることがあります。`,
    notSent: '確認コードはSMSで届きます。',
    noCode: '届かない場合は、電波の状態をご確認のうえ、確認コードを再送してください。',
    byEmail: '代わりにメールで受け取る',
    byEmailHint: ({ to }) => `今回のログインに限り、確認コードを${to}に送信します。SMSの確認コードは使えなくなります。`,
  },
  verify: '確認する',
  cancel: 'キャンセル',
  signingInAs: 'ログインするユーザー',
  noCode: {
    summary: '確認コードを取得できない場合',
    clock:
      '認証アプリのコードを入力しても受け付けられない場合は、スマートフォンの日付と時刻を自動設定にして、次のコードが表示されるまでお待ちください。',
    backup: 'スマートフォンがお手元にない場合は、保存しておいたバックアップコードをご利用ください。',
    useBackupCode: 'バックアップコードを使う',
    help: '解決しない場合は、次の窓口にお問い合わせください：',
  },
  backup: {
    title: 'バックアップコードの入力',
    lead: '保存しておいた10個のバックアップコードのうち1つ、または管理者から伝えられた8桁の一時コードを入力してください。各コードは1回だけ使えます。',
    code: 'バックアップコード',
    hint: '大文字・小文字、スペース、ハイフンの有無は区別されません。',
    useCode: '通常の確認コードを入力する',
  },
  problem: {
    malformed: ({ digits }) => `認証アプリに表示されている${digits}桁の数字を入力してください。`,
    wrong: ({ triesLeft }) => `確認コードが正しくありません。あと${format.number(triesLeft)}回入力できます。`,
    wrongAndLocked: (until: Moment) =>
      `確認コードが正しくありません。${format.time(until)}以降にもう一度お試しください。`,
    replayed: ({ triesLeft }) =>
      `この確認コードはすでに使用されています。次のコードが表示されるまでお待ちください。あと${format.number(triesLeft)}回入力できます。`,
    replayedAndLocked: (until: Moment) =>
      `この確認コードはすでに使用されています。${format.time(until)}以降に、新しいコードでもう一度お試しください。`,
    locked: (until: Moment) =>
      `正しくないコードが続けて入力されました。${format.time(until)}以降にもう一度お試しください。`,
    disabled:
      '正しくないコードが何度も入力されたため、認証アプリのコードは使えなくなっています。バックアップコードを使うか、管理者にお問い合わせください。',
    expired: 'この確認コードは有効期限が切れています。現在表示されているコードを入力してください。',
  },
  emailProblem: {
    malformed: ({ digits }) => `メールに記載された${digits}桁の数字を入力してください。`,
    expired: 'この確認コードの有効期限が切れました。新しい確認コードを送信しました。',
    disabled:
      '確認コードの入力に何度も失敗したため、メールの確認コードは使えなくなりました。バックアップコードを使うか、管理者にお問い合わせください。',
    capped: (until) => `確認コードの送信回数が上限に達しました。${format.time(until)}以降に再度お試しください。`,
    undeliverable:
      '現在、メールで確認コードを送信できません。バックアップコードを使うか、しばらくしてからもう一度お試しください。',
  },
  smsProblem: {
    malformed: ({ digits }) => `SMSに記載された${digits}桁の数字を入力してください。`,
    expired: 'この確認コードの有効期限が切れました。新しい確認コードを送信しました。',
    disabled:
      '確認コードの入力に何度も失敗したため、SMSの確認コードは使えなくなりました。バックアップコードを使うか、管理者にお問い合わせください。',
    undeliverable:
      '現在、SMSで確認コードを送信できません。バックアップコードを使うか、しばらくしてからもう一度お試しください。',
  },
  backupProblem: {
    malformed:
      'バックアップコードの形式が正しくありません。16文字の英数字、または管理者から伝えられた8桁の数字を入力してください。',
    wrong: ({ triesLeft }) =>
      `バックアップコードが正しくないか、すでに使用されています。あと${format.number(triesLeft)}回入力できます。`,
    wrongAndLocked: (until: Moment) =>
      `バックアップコードが正しくないか、すでに使用されています。${format.time(until)}以降にもう一度お試しください。`,
    locked: (until: Moment) =>
      `正しくないバックアップコードが続けて入力されました。${format.time(until)}以降にもう一度お試しください。`,
    disabled:
      '正しくないバックアップコードが何度も入力されたため、使えなくなっています。通常の確認コードを使うか、管理者にお問い合わせください。',
    expired: 'このコードは無効になっています。別のコードを入力してください。',
  },
  countdown: 'あと {time} で再入力できます。',
}
