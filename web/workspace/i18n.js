/** The viewer's own words in Korean, English and Japanese. */

import { LANGUAGES, LOCALES, spoken } from "../shared/i18n.js";
import { EDITING_WORDS } from "./editing/words.js";

const WORDS = {
  ...EDITING_WORDS,
  untitled: ["제목 없음", "Untitled", "無題"],
  breadcrumb: ["현재 위치", "Breadcrumb", "現在の場所"],
  home: ["워크스페이스", "Workspaces", "ワークスペース"],
  previewRibbon: [
    "미리보기 · 아직 만들지 않았습니다",
    "Preview · not built yet",
    "プレビュー · まだ作成されていません",
  ],
  properties: ["속성", "Properties", "プロパティ"],
  views: ["보기", "Views", "ビュー"],
  defaultView: ["기본 보기", "Default view", "既定のビュー"],
  noValue: ["값 없음", "No value", "値なし"],
  emptyView: ["표시할 항목이 없습니다", "Nothing to show", "表示する項目がありません"],
  emptyPage: ["아직 내용이 없습니다", "Nothing here yet", "まだ内容がありません"],
  total: ["전체 {n}개", "{n} in all", "全{n}件"],
  shownOf: ["전체 {total}개 중 {n}개", "{n} of {total}", "{total}件中{n}件"],
  loadMore: ["더 불러오기", "Load more", "さらに読み込む"],
  loadingRows: [
    "불러오는 중… {n} / {total}",
    "Loading… {n} of {total}",
    "読み込み中… {n} / {total}",
  ],
  checked: ["완료", "Done", "完了"],
  unchecked: ["미완료", "Not done", "未完了"],
  yes: ["예", "Yes", "はい"],
  no: ["아니요", "No", "いいえ"],
  copy: ["복사", "Copy", "コピー"],
  copied: ["복사됨", "Copied", "コピーしました"],
  toc: ["목차", "Table of contents", "目次"],
  bookmark: ["북마크", "Bookmark", "ブックマーク"],
  embed: ["임베드", "Embed", "埋め込み"],
  file: ["파일", "File", "ファイル"],
  pdf: ["PDF", "PDF", "PDF"],
  video: ["동영상", "Video", "動画"],
  audio: ["오디오", "Audio", "音声"],
  imageMissing: [
    "이미지를 불러올 수 없습니다",
    "This image could not be loaded",
    "画像を読み込めませんでした",
  ],
  unsupported: [
    "여기서는 표시할 수 없는 블록",
    "A block that cannot be shown here",
    "ここでは表示できないブロック",
  ],
  equation: ["수식", "Equation", "数式"],
  synced: ["동기화 블록", "Synced block", "同期ブロック"],
  previousMonth: ["이전 달", "Previous month", "前の月"],
  nextMonth: ["다음 달", "Next month", "次の月"],
  today: ["오늘", "Today", "今日"],
  formClosed: [
    "응답을 받지 않는 양식입니다",
    "This form is closed",
    "このフォームは受付を終了しました",
  ],
  formNote: [
    "미리보기입니다. 응답은 Notion에서 받습니다.",
    "A preview. Responses are collected in Notion.",
    "プレビューです。回答は Notion で受け付けます。",
  ],
  submit: ["제출", "Submit", "送信"],
  required: ["필수", "required", "必須"],
  choose: ["선택하세요", "Choose", "選択してください"],
  answer: ["답변을 입력하세요", "Your answer", "回答を入力"],
  mapNote: [
    "지도 타일 제공자가 설정되지 않아 장소를 목록으로 보여 드립니다.",
    "No map tile source is configured, so the places are shown as a list.",
    "地図タイルの提供元が未設定のため、場所を一覧で表示しています。",
  ],
  openMap: ["지도에서 열기", "Open in a map", "地図で開く"],
  sum: ["합계", "Total", "合計"],
  count: ["개수", "Count", "件数"],
  category: ["항목", "Category", "項目"],
  column: ["세로 막대 차트", "Column chart", "縦棒グラフ"],
  bar: ["가로 막대 차트", "Bar chart", "横棒グラフ"],
  line: ["선 차트", "Line chart", "折れ線グラフ"],
  donut: ["도넛 차트", "Donut chart", "ドーナツグラフ"],
  number: ["숫자", "Number", "数値"],
  open: ["페이지로 열기", "Open as page", "ページとして開く"],
  close: ["닫기", "Close", "閉じる"],
  notFound: ["페이지를 찾을 수 없습니다", "This page does not exist", "ページが見つかりません"],
  notFoundHint: [
    "주소가 바뀌었거나 되돌려진 워크스페이스일 수 있습니다.",
    "The address may have changed, or the workspace was undone.",
    "アドレスが変わったか、取り消されたワークスペースかもしれません。",
  ],
  previewGone: [
    "이 미리보기는 더 이상 없습니다",
    "This preview is gone",
    "このプレビューはもうありません",
  ],
  previewGoneHint: [
    "미리보기는 잠시만 보관됩니다. 대화에서 다시 요청해 주세요.",
    "Previews are kept for a short while. Ask for a new one in the chat.",
    "プレビューの保存は短時間です。チャットでもう一度お願いしてください。",
  ],
  failed: ["불러오지 못했습니다", "This page could not be loaded", "読み込めませんでした"],
  failedHint: [
    "서버에 연결할 수 없습니다. 잠시 후 다시 시도해 주세요.",
    "The server cannot be reached. Try again in a moment.",
    "サーバーに接続できません。しばらくしてからもう一度お試しください。",
  ],
  retry: ["다시 시도", "Try again", "再試行"],
  goHome: ["워크스페이스 목록", "All workspaces", "ワークスペース一覧"],
  indexTitle: ["만든 워크스페이스", "Your workspaces", "作成したワークスペース"],
  indexHint: [
    "대화로 만든 워크스페이스가 여기에 모입니다.",
    "Everything you built by chatting, in one place.",
    "チャットで作ったワークスペースがここに集まります。",
  ],
  indexEmpty: [
    "아직 만든 워크스페이스가 없습니다",
    "No workspace has been built yet",
    "まだワークスペースがありません",
  ],
  skip: ["본문으로 건너뛰기", "Skip to content", "本文へ移動"],
  place: ["장소", "Place", "場所"],
  unknownUser: ["사용자", "User", "ユーザー"],
  database: ["데이터베이스", "Database", "データベース"],
};

/** The first supported language among the candidates (tags such as "ko-KR"), else English. */
export function pickLanguage(...candidates) {
  return spoken(candidates) ?? "en";
}

/** @returns {{language: string, locale: string, t: (key: string, values?: object) => string}} */
export function speak(language) {
  const column = LANGUAGES.indexOf(language);
  return {
    language,
    locale: LOCALES[language],
    t: (key, values = {}) => WORDS[key][column].replace(/\{(\w+)\}/g, (_, name) => values[name]),
  };
}
