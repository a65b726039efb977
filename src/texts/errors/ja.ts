import type { errors as english } from './en.js'

/** A title and a sentence for each thrown error, for people who do not know what a server is. */
export const errors: typeof english = {
  byCode: {
    ERR_2FA_MALFORMED: {
      title: '処理できませんでした',
      message:
        '入力内容が正しく送信されなかったか、ページを開いてから時間が経過しています。前のページに戻って再読み込みし、もう一度お試しください。',
    },
    ERR_2FA_SIGN_IN_REQUIRED: {
      title: 'ログインしてください',
      message: 'ログインしていないか、ログインの有効期限が切れています。ログインしてから、もう一度お試しください。',
    },
    ERR_2FA_FORBIDDEN: {
      title: 'この操作は許可されていません',
      message: 'この操作を行う権限がありません。必要な場合は管理者にお問い合わせください。',
    },
    ERR_2FA_NOT_FOUND: {
      title: 'ページが見つかりません',
      message: 'お探しのページはありません。アドレスをご確認いただくか、最初からやり直してください。',
    },
    ERR_2FA_CONFLICT: {
      title: '設定が変更されています',
      message:
        '別のウィンドウなどで設定が変更されました。保存済みの内容は失われていません。もう一度最初からお試しください。',
    },
    ERR_2FA_POLICY_INVALID: {
      title: 'この設定は使用できません',
      message: '設定内容が矛盾しているか、ご契約のプランに含まれていません。設定は変更されていません。',
    },
    ERR_2FA_CONFIGURATION: {
      title: 'サービスの設定に問題があります',
      message: 'サービスが正しく設定されていません。お客様の操作が原因ではありません。管理者にご連絡ください。',
    },
    ERR_2FA_SECRET_UNREADABLE: {
      title: '確認コードを照合できません',
      message:
        '保存されている設定を現在読み取ることができません。お客様の操作が原因ではありません。管理者にご連絡ください。',
    },
    ERR_2FA_DIRECTORY: {
      title: 'しばらくしてからお試しください',
      message:
        'ログインサービスが現在応答していません。保存済みの内容は失われていません。1分ほど待ってから、もう一度お試しください。',
    },
    ERR_2FA_MAIL: {
      title: 'メールを送信できませんでした',
      message: 'メールサーバーが現在応答していません。1分ほど待ってから、もう一度お試しください。',
    },
    ERR_2FA_SMS: {
      title: 'SMSを送信できませんでした',
      message: 'SMSの送信サービスが現在応答していません。1分ほど待ってから、もう一度お試しください。',
    },
    ERR_2FA_STORE: {
      title: 'しばらくしてからお試しください',
      message:
        '現在、設定にアクセスできません。保存済みの内容は失われていません。1分ほど待ってから、もう一度お試しください。',
    },
  },
  unexpected: {
    title: 'エラーが発生しました',
    message: '予期しないエラーが発生しました。1分ほど待ってから、もう一度お試しください。',
  },
  code: 'エラーコード',
  detail: '技術的な詳細',
}
