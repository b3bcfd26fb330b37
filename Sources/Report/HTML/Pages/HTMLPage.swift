/// A document laid out as a page, with its figures drawn and its galleries cut to size.
struct HTMLPage {
  let document: Document
  let options: HTMLOptions
  let drawings: [String: InlineSVG]
  let numbering: BlockNumbering
  /// By gallery id, how many of its first images the page carries.
  var shownImages: [String: Int] = [:]

  init(document: Document, options: HTMLOptions, drawings: [String: InlineSVG]) {
    self.document = document
    self.options = options
    self.drawings = drawings
    numbering = BlockNumbering(document)
  }

  /// A document of one chapter is headed by that chapter's question.
  var soleChapter: Chapter? { document.chapters.count == 1 ? document.chapters.first : nil }

  var title: String { soleChapter?.question ?? document.title }

  var bytes: [UInt8] { Array("<!doctype html>\n".utf8) + html.bytes + [UInt8(ascii: "\n")] }

  private var html: HTMLNode {
    .tag("html", .set(.lang, options.language)) {
      head
      HTMLNode.tag("body") {
        HTMLNode.tag("a", .class("skip"), .href(.fragment(HTMLAnchors.main))) {
          "Skip to the report"
        }
        contents
        HTMLNode.tag("main", .id(HTMLAnchors.main)) {
          topLine
          masthead
          document.chapters.map(chapter)
          provenance
        }
        HTMLNode.tag("script") { HTMLNode.raw(.asset(PageAssets.script)) }
      }
    }
  }

  private var head: HTMLNode {
    let policy = ContentSecurityPolicy.text(
      script: PageAssets.script, style: PageAssets.style)
    return .tag("head") {
      HTMLNode.tag("meta", .set(.charset, "utf-8"))
      HTMLNode.tag(
        "meta", .httpEquiv("Content-Security-Policy"), .set(.content, policy))
      HTMLNode.tag(
        "meta", .set(.name, "viewport"), .set(.content, "width=device-width,initial-scale=1"))
      HTMLNode.tag("meta", .set(.name, "color-scheme"), .set(.content, "light dark"))
      HTMLNode.tag("meta", .set(.name, "generator"), .set(.content, "Sepal"))
      HTMLNode.tag("meta", .set(.name, "referrer"), .set(.content, "no-referrer"))
      if document.date != 0 {
        let date = PageDate.text(secondsSince1970: document.date)
        HTMLNode.tag("meta", .set(.name, "dcterms.date"), .set(.content, date))
      }
      HTMLNode.tag("title") { title }
      HTMLNode.tag("style") { HTMLNode.raw(.asset(PageAssets.style)) }
    }
  }
}
