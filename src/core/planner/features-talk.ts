// Features by which people, and programs, tell each other something.
import type { Feature } from './feature.ts';

export const talkFeatures: readonly Feature[] = [
  {
    id: 'chat',
    kind: 'product',
    keywords: {
      en: 'chat, chat app, messaging, messenger, direct message, chat room',
      ja: 'チャット、チャットアプリ、メッセージ、メッセンジャー、トークルーム',
    },
    title: { en: 'Chat', ja: 'チャット' },
    story: {
      en: 'As a user, I want to exchange messages with others in rooms, so that we can talk without leaving the app.',
      ja: 'ユーザーとして、ルームで他の人とメッセージをやり取りしたい。それにより、アプリを離れずに会話できる。',
    },
    criteria: [
      {
        en: 'WHEN a user sends a message THE system SHALL store it and deliver it to everybody in the room in the order of arrival.',
        ja: 'WHEN ユーザーがメッセージを送信したとき THE システム SHALL それを保存し、到着順にルームの全員へ届ける。',
      },
      {
        en: 'WHEN a user opens a room THE system SHALL show the latest messages and load older ones on demand.',
        ja: 'WHEN ユーザーがルームを開いたとき THE システム SHALL 最新のメッセージを表示し、古いものは求めに応じて読み込む。',
      },
      {
        en: 'IF a message is empty or too long THEN THE system SHALL refuse it and keep the text in the input field.',
        ja: 'IF メッセージが空または長すぎる THEN THE システム SHALL それを拒否し、入力欄の文章を残す。',
      },
    ],
    records: ['rooms', 'messages'],
    needs: ['database', 'realtime'],
    tasks: [
      {
        key: 'server',
        skill: 'backend',
        title: { en: 'Message server', ja: 'メッセージサーバー' },
        work: {
          en: 'Rooms, membership, sending and paged history of messages.',
          ja: 'ルーム、参加者、メッセージの送信とページ単位の履歴を実装する。',
        },
        meets: [1, 2, 3],
        after: ['database.schema', 'api.contract'],
        minutes: 35,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Chat screen', ja: 'チャット画面' },
        work: {
          en: 'Room list, message list that keeps its place while older messages load, and input that survives a failed send.',
          ja: 'ルーム一覧、古いメッセージの読み込み中も位置を保つ一覧、送信失敗時も内容が残る入力欄を作る。',
        },
        meets: [1, 2, 3],
        after: ['chat.server', 'realtime.channel', 'ui.shell'],
        minutes: 30,
      },
    ],
  },
  {
    id: 'realtime',
    kind: 'part',
    keywords: {
      en: 'real time, realtime, websocket, web socket, live update, server sent events, socket.io',
      ja: 'リアルタイム、即時反映、ウェブソケット、双方向通信',
    },
    title: { en: 'Real-time updates', ja: 'リアルタイム更新' },
    story: {
      en: 'As a user, I want to see changes the moment they happen, so that I never have to reload.',
      ja: 'ユーザーとして、変化をその瞬間に見たい。それにより、再読み込みが不要になる。',
    },
    criteria: [
      {
        en: 'WHEN something that a client follows changes THE system SHALL push the change to that client.',
        ja: 'WHEN クライアントが購読する内容が変わったとき THE システム SHALL その変更をクライアントへ送る。',
      },
      {
        en: 'IF the connection is lost THEN THE client SHALL reconnect with growing delays and fetch what it missed.',
        ja: 'IF 接続が切れた THEN THE クライアント SHALL 間隔を広げながら再接続し、受け損ねた分を取得する。',
      },
      {
        en: 'WHILE a client reads more slowly than messages arrive THE system SHALL bound its queue and close the connection beyond it.',
        ja: 'WHILE クライアントの読み取りが到着より遅い間 THE システム SHALL 待ち行列を制限し、超えたら接続を閉じる。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'channel',
        skill: 'backend',
        title: { en: 'Real-time channel', ja: 'リアルタイム通信路' },
        work: {
          en: 'A WebSocket endpoint with topics, heartbeats and resumption, and the client that goes with it.',
          ja: 'トピック、ハートビート、再開に対応した WebSocket の接続口と、対応するクライアントを実装する。',
        },
        meets: [1, 2, 3],
        after: ['api.contract'],
        minutes: 35,
      },
    ],
  },
  {
    id: 'notification',
    kind: 'part',
    keywords: { en: 'notification, notify, push notification, alert', ja: '通知、プッシュ通知、お知らせ、アラート' },
    title: { en: 'Notifications', ja: '通知' },
    story: {
      en: 'As a user, I want to be told of what concerns me, so that I miss nothing and am not disturbed by the rest.',
      ja: 'ユーザーとして、自分に関わることを知らせてほしい。それにより、見落とさず、余計な通知に煩わされない。',
    },
    criteria: [
      {
        en: 'WHEN an event concerns a user THE system SHALL create exactly one notification for it.',
        ja: 'WHEN ユーザーに関わる出来事が起きたとき THE システム SHALL 通知をちょうど一件作成する。',
      },
      {
        en: 'WHEN a user reads a notification THE system SHALL mark it as read on all devices.',
        ja: 'WHEN ユーザーが通知を読んだとき THE システム SHALL すべての端末で既読にする。',
      },
    ],
    records: ['notifications'],
    needs: ['database'],
    tasks: [
      {
        key: 'delivery',
        skill: 'backend',
        title: { en: 'Notification delivery', ja: '通知の配信' },
        work: {
          en: 'Turn events into notifications, keep read marks, and honour what a user has muted.',
          ja: '出来事を通知に変換し、既読を管理し、ユーザーのミュート設定を守る。',
        },
        meets: [1, 2],
        after: ['database.schema', 'realtime.channel'],
        minutes: 25,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Notification list', ja: '通知一覧' },
        work: {
          en: 'A badge with the number of unread notifications and a list to read them.',
          ja: '未読件数のバッジと、通知を読む一覧を作る。',
        },
        meets: [2],
        after: ['notification.delivery', 'ui.shell'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'email',
    kind: 'part',
    keywords: { en: 'email, e mail, mail, newsletter, smtp', ja: 'メール、電子メール、メール送信、メールマガジン' },
    title: { en: 'Email', ja: 'メール' },
    story: {
      en: 'As a user, I want to receive mail about what matters, so that I learn of it away from the app.',
      ja: 'ユーザーとして、大事なことをメールで受け取りたい。それにより、アプリの外でも知ることができる。',
    },
    criteria: [
      {
        en: 'WHEN a mail is due THE system SHALL queue it and send it without delaying the request that caused it.',
        ja: 'WHEN 送るべきメールが生じたとき THE システム SHALL それを待ち行列に入れ、元の要求を遅らせずに送信する。',
      },
      {
        en: 'IF sending fails THEN THE system SHALL retry a bounded number of times and then report the failure.',
        ja: 'IF 送信に失敗した THEN THE システム SHALL 上限回数まで再試行し、それでもだめなら失敗を報告する。',
      },
    ],
    records: ['outgoing_mails'],
    needs: [],
    tasks: [
      {
        key: 'sender',
        skill: 'backend',
        title: { en: 'Mail sender and templates', ja: 'メール送信とテンプレート' },
        work: {
          en: 'Templates in text and HTML, a queue with retries, and a transport that tests replace by a local inbox.',
          ja: 'テキストと HTML のテンプレート、再試行付きの待ち行列、テスト時にローカル受信箱へ差し替えられる送信部を作る。',
        },
        meets: [1, 2],
        after: ['database.schema'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'comments',
    kind: 'part',
    keywords: { en: 'comment, discussion, rating', ja: 'コメント、口コミ、掲示板' },
    title: { en: 'Comments', ja: 'コメント' },
    story: {
      en: 'As a reader, I want to comment and reply, so that a conversation can grow around an entry.',
      ja: '読者として、コメントや返信をしたい。それにより、投稿を囲んで会話が生まれる。',
    },
    criteria: [
      {
        en: 'WHEN a user posts a comment THE system SHALL show it below its entry, with markup made harmless.',
        ja: 'WHEN ユーザーがコメントを投稿したとき THE システム SHALL マークアップを無害化して投稿の下に表示する。',
      },
      {
        en: 'WHEN an author removes a comment THE system SHALL keep its replies and show that it was removed.',
        ja: 'WHEN 投稿者がコメントを削除したとき THE システム SHALL 返信を残し、削除されたことを示す。',
      },
    ],
    records: ['comments'],
    needs: ['database'],
    tasks: [
      {
        key: 'thread',
        skill: 'backend',
        title: { en: 'Comment threads', ja: 'コメントスレッド' },
        work: {
          en: 'Post, reply, edit and remove, with limits on length and depth.',
          ja: '投稿、返信、編集、削除を、長さと深さの上限付きで実装する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 25,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Comment section', ja: 'コメント欄' },
        work: {
          en: 'Threaded list and form that can be used by keyboard alone.',
          ja: 'スレッド表示の一覧と、キーボードだけで使えるフォームを作る。',
        },
        meets: [1, 2],
        after: ['comments.thread', 'ui.shell'],
        minutes: 20,
      },
    ],
  },
];
