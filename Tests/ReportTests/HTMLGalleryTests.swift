import Report
import Testing

@Suite("Galleries of a page")
struct HTMLGalleryTests {
  private func page(items: Int, maximumBytes: Int = 15_000_000) throws -> String {
    try HTMLSample.render(
      HTMLSample.document(gallery: HTMLSample.gallery(items: items)),
      options: HTMLOptions(maximumBytes: maximumBytes))
  }

  @Test("the first images stand in the page as they are, the others as inert text")
  func inert() throws {
    let page = try page(items: 8)
    #expect(page.matches(of: /<img data-image="/).count == 6 * 5)
    #expect(page.matches(of: /<script type="text\/plain" data-image="/).count == 2 * 5)
    #expect(page.contains("2 more images can be seen where scripts may run."))
  }

  @Test("the caption says how many images there were before the sample")
  func sample() throws {
    #expect(try page(items: 3).contains("Shown: 3 of 311 images."))
  }

  @Test("images are left out from the end until the page is small enough, and the caption says so")
  func budget() throws {
    let limit = 400_000
    let page = try page(items: 12, maximumBytes: limit)
    #expect(page.utf8.count <= limit)
    #expect(page.utf8.count > limit - 100_000)
    let match = try #require(page.firstMatch(of: /Shown: (\d+) of 311 images; (\d+) of the chosen/))
    let (shown, leftOut) = (try #require(Int(match.1)), try #require(Int(match.2)))
    #expect(shown + leftOut == 12 && shown > 0 && leftOut > 0)
    #expect(page.contains("\"drawn_\(shown - 1)\"") && !page.contains("\"drawn_\(shown)\""))
  }

  @Test("a page that is too large without any image is refused, with both sizes")
  func tooLarge() {
    #expect {
      try page(items: 2, maximumBytes: 1000)
    } throws: { error in
      guard case HTMLRenderError.tooLarge(let bytes, 1000) = error else { return false }
      return bytes > 40_000
    }
  }

  @Test("galleries give up images evenly")
  func evenly() throws {
    var document = HTMLSample.document(gallery: HTMLSample.gallery(items: 9))
    var other = HTMLSample.gallery(items: 5, prefix: "other_")
    other.id = "other"
    document.chapters[1].lead.append(.gallery(other))
    let page = try HTMLSample.render(document, options: HTMLOptions(maximumBytes: 700_000))
    let shown = page.matches(of: /Shown: (\d+) of/).compactMap { Int($0.1) }
    #expect(shown.count == 2 && abs(shown[0] - shown[1]) <= 1 && shown[0] < 5)
  }
}
