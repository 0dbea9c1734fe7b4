// Features for running the system: building, shipping, watching.
import type { Feature } from './feature.ts';

export const operationsFeatures: readonly Feature[] = [
  {
    id: 'ci',
    kind: 'part',
    keywords: {
      en: 'ci, ci cd, continuous integration, github actions, pipeline, workflow automation',
      ja: '継続的インテグレーション、パイプライン、自動ビルド、CI環境',
    },
    title: { en: 'Continuous integration', ja: '継続的インテグレーション' },
    story: {
      en: 'As a maintainer, I want every change checked by a machine, so that the main branch always works.',
      ja: '保守担当者として、すべての変更を自動で検査したい。それにより、主ブランチが常に動く。',
    },
    criteria: [
      {
        en: 'WHEN a change is pushed THE pipeline SHALL install, check, build and test it with the commands of the project.',
        ja: 'WHEN 変更が送られたとき THE パイプライン SHALL プロジェクトのコマンドでインストール、検査、ビルド、テストを行う。',
      },
      {
        en: 'IF a step fails THEN THE pipeline SHALL stop and show the output of that step.',
        ja: 'IF ある段階が失敗した THEN THE パイプライン SHALL 停止し、その出力を示す。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'pipeline',
        skill: 'devops',
        title: { en: 'CI pipeline', ja: 'CI パイプライン' },
        work: {
          en: 'A workflow with pinned actions, least rights and a cache for packages.',
          ja: 'アクションのバージョンを固定し、最小の権限とパッケージのキャッシュを備えたワークフローを作る。',
        },
        meets: [1, 2],
        after: [],
        files: ['.github/workflows/**'],
        minutes: 15,
      },
    ],
  },
  {
    id: 'docker',
    kind: 'part',
    keywords: {
      en: 'docker, container, deploy, deployment, kubernetes, hosting',
      ja: 'デプロイ、コンテナ、本番環境、ドッカー',
    },
    title: { en: 'Deployment', ja: 'デプロイ' },
    story: {
      en: 'As an operator, I want one image that runs anywhere, so that a release is a change of version.',
      ja: '運用者として、どこでも動く一つのイメージがほしい。それにより、リリースはバージョンの切り替えで済む。',
    },
    criteria: [
      {
        en: 'WHEN the image starts with its settings THE system SHALL serve requests as an unprivileged user.',
        ja: 'WHEN 設定を与えてイメージを起動したとき THE システム SHALL 特権のないユーザーとして要求に応答する。',
      },
      {
        en: 'WHEN the container is asked to stop THE system SHALL finish the requests in flight and exit in time.',
        ja: 'WHEN コンテナが停止を求められたとき THE システム SHALL 処理中の要求を終え、期限内に終了する。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'image',
        skill: 'devops',
        title: { en: 'Container image and deployment', ja: 'コンテナイメージとデプロイ' },
        work: {
          en: 'A multi-stage image with a health check, a compose file for local use, and the steps of a release.',
          ja: 'ヘルスチェック付きの多段階イメージ、ローカル用の compose ファイル、リリース手順を用意する。',
        },
        meets: [1, 2],
        after: ['database.schema'],
        files: ['Dockerfile', '.dockerignore', 'compose.yaml', 'deploy/**'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'logging',
    kind: 'part',
    keywords: { en: 'logging, structured log, log file, tracing', ja: 'ログ出力、ロギング、ログ収集、トレース' },
    title: { en: 'Logging', ja: 'ログ出力' },
    story: {
      en: 'As an operator, I want structured logs, so that I can follow one request through the system.',
      ja: '運用者として、構造化されたログがほしい。それにより、一つの要求を端から端まで追える。',
    },
    criteria: [
      {
        en: 'WHEN a request is served THE system SHALL log one line with its id, duration and outcome.',
        ja: 'WHEN 要求を処理したとき THE システム SHALL ID、所要時間、結果を一行で記録する。',
      },
      {
        en: 'THE system SHALL never log passwords, tokens or personal content.',
        ja: 'THE システム SHALL パスワード、トークン、個人的な内容をログに残さない。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'logger',
        skill: 'backend',
        title: { en: 'Structured logging', ja: '構造化ログ' },
        work: {
          en: 'One logger with levels, request ids and redaction, used by every part.',
          ja: 'レベル、要求 ID、秘匿処理を備えた一つのロガーを作り、全体で使う。',
        },
        meets: [1, 2],
        after: ['api.contract'],
        minutes: 15,
      },
    ],
  },
  {
    id: 'monitoring',
    kind: 'part',
    keywords: {
      en: 'monitoring, metrics, health check, observability, prometheus',
      ja: '監視、メトリクス、ヘルスチェック、可観測性、死活監視',
    },
    title: { en: 'Monitoring', ja: '監視' },
    story: {
      en: 'As an operator, I want to see whether the system is well, so that I act before users notice.',
      ja: '運用者として、システムの健康状態を見たい。それにより、利用者が気付く前に対処できる。',
    },
    criteria: [
      {
        en: 'WHEN the health address is asked THE system SHALL answer within one second whether it can serve requests.',
        ja: 'WHEN ヘルスチェックを受けたとき THE システム SHALL 応答可能かどうかを一秒以内に返す。',
      },
      {
        en: 'WHEN metrics are read THE system SHALL give the counts, errors and durations of its requests.',
        ja: 'WHEN メトリクスが読まれたとき THE システム SHALL 要求の件数、エラー、所要時間を返す。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'metrics',
        skill: 'devops',
        title: { en: 'Health check and metrics', ja: 'ヘルスチェックとメトリクス' },
        work: {
          en: 'Addresses for liveness, readiness and metrics, with bounded label values.',
          ja: '死活、準備完了、メトリクスの窓口を、ラベル値の種類を制限して作る。',
        },
        meets: [1, 2],
        after: ['api.contract'],
        files: ['{server}/monitoring/**', '{test}/server/monitoring/**'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'jobs',
    kind: 'part',
    keywords: {
      en: 'background job, job queue, cron, scheduled job, batch, worker queue',
      ja: 'バックグラウンド処理、ジョブキュー、バッチ、定期実行',
    },
    title: { en: 'Background jobs', ja: 'バックグラウンド処理' },
    story: {
      en: 'As a user, I want long work done in the background, so that I can go on meanwhile.',
      ja: 'ユーザーとして、時間のかかる処理を裏で行ってほしい。それにより、その間も作業を続けられる。',
    },
    criteria: [
      {
        en: 'WHEN a job is queued THE system SHALL run it at least once, even after a restart.',
        ja: 'WHEN ジョブが登録されたとき THE システム SHALL 再起動後でも少なくとも一度は実行する。',
      },
      {
        en: 'IF a job keeps failing THEN THE system SHALL set it aside after a bounded number of tries and report it.',
        ja: 'IF ジョブが失敗し続ける THEN THE システム SHALL 上限回数の後に隔離し、報告する。',
      },
    ],
    records: ['jobs'],
    needs: ['database'],
    tasks: [
      {
        key: 'queue',
        skill: 'backend',
        title: { en: 'Job queue', ja: 'ジョブキュー' },
        work: {
          en: 'A durable queue with leases, retries with growing delays, and a schedule.',
          ja: '貸出期限、間隔を広げる再試行、スケジュールを備えた永続キューを作る。',
        },
        meets: [1, 2],
        after: ['database.schema'],
        minutes: 30,
      },
    ],
  },
];
