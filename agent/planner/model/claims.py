"""What a model may not say: that something is done, before anybody agreed to it. Pure.

A model that answers "Done!" to a wish has done nothing, as only an approved plan does anything.
"""

import re

from agent.planner.embedded.changing.inquiry import asks_about
from agent.planner.embedded.kinds import talk_of
from agent.planner.words import normalised

# In the past tense only: what a design holds ("추가할게요", "I designed") is no claim.
_DONE = re.compile(
    r"(?:추가|생성|작성|변경|수정|삭제|적용|설정|등록|저장|제거|이동|업데이트|교체|완료)"
    r"(?:을|를|이|가|도)?\s?(?:모두\s?|다\s?)?"
    r"(?:했|하였|됐|되었|\s완료|해\s?(?:드렸|두었|뒀|놓았|놨))"
    r"|(?:만들|넣|바꾸|지우|고치|붙이)었|바꿨|지웠|고쳤|붙였|옮겼|달았|뺐|끝났|끝냈|마쳤"
    r"|(?:만들어|넣어|바꿔|지워|옮겨|고쳐)\s?(?:졌|드렸|두었|뒀|놓았|놨)"
    r"|^[^\w\n]{0,20}(?:it['’]?s )?(?:all )?done\b|\bsuccessfully\b|\ball set\b"
    r"|(?:\b(?:I|we)(?:['’]ve| have)?|\b(?:has|have) (?:now )?been|\b(?:is|are) now)"
    r"(?: (?:just|now|already|also|gone ahead and))*"
    r" (?:added|created|made|built|set up|updated|changed|renamed|removed|deleted|moved|inserted"
    r"|applied|completed|finished|put|saved)\b(?! (?:a|the|this|your) (?:plan|draft|design))"
    r"|(?:追加|作成|変更|修正|削除|設定|登録|保存|更新|移動|適用|完了)(?:を|が|は)?(?:いた)?"
    r"(?:しました|したよ|されました|して(?:おき|あり)ました|完了|済み)"
    r"|(?:入れ|変え|加え|付け|つけ)(?:ておき)?ました|(?:作り|つくり|消し|直し|移し)ました"
    r"|(?:作って|つくって|消して|直して)おきました|(?:でき|完成し|終わり)ました",
    re.IGNORECASE | re.MULTILINE,
)


def claims_done(reply: str) -> bool:
    """Whether a reply says that something was made or changed."""
    return _DONE.search(reply) is not None


def only_talks(text: str) -> bool:
    """Whether words ask, greet or thank, and want nothing made: those a model may just answer.

    It takes milliseconds for the longest text, so it is called in a thread.
    """
    return talk_of(normalised(text), about_a_skill=False) not in (None, "modify") or asks_about(
        text
    )
