import { format } from '../japanese.js'
import type { administration as english } from './en.js'

/** What happened to a person's second factor, as the log of it says. */
export const administration: typeof english = {
  title: '最近の操作',
  lead: '心当たりのない操作がある場合は、パスワードを変更し、管理者に連絡してください。',
  time: (moment) => format.dateTime(moment),
  place: ({ browser, system }) => `${system}の${browser}`,
  events: {
    'set-up-started': '設定を開始しました',
    enabled: '二要素認証を有効にしました',
    'method-changed': '受け取り方法を変更しました',
    'turned-off': '二要素認証をオフにしました',
    'code-sent': '確認コードをメールで送信しました',
    'code-accepted': '確認コードでログインしました',
    'code-refused': '誤った確認コードが入力されました',
    'backup-code-accepted': 'バックアップコードでログインしました',
    'backup-code-refused': '誤ったバックアップコードが入力されました',
    'bypass-code-accepted': '管理者が発行した一時的なログイン用コードでログインしました',
    'bypass-code-refused': '誤った一時的なログイン用コードが入力されました',
    'bypass-code-issued': '管理者が一時的なログイン用コードを発行しました',
    reset: '管理者が二要素認証をリセットしました',
    unlocked: '管理者が確認コードのロックを解除しました',
    'sessions-revoked': '管理者がすべてのセッションで再確認を求めました',
    'administration-refused': '管理者としての操作が拒否されました',
    'login-decided': 'ログインしました',
    'backup-codes-saved': 'バックアップコードを保存しました',
    'backup-codes-regenerated': '新しいバックアップコードを発行しました',
    'backup-codes-dropped': '暗号鍵の更新により、バックアップコードが新しくなりました',
    'keycloak-session-ended': 'Keycloakからログアウトしました',
    'statement-issued': '認証方法の証明書を発行しました',
    'challenge-cancelled': '確認コードの入力を中止しました',
  },
}
