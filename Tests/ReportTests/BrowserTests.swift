import Foundation
import Report
import TestSupport
import Testing

@Suite(
  "A page in a browser", .serialized,
  .enabled(if: Browser.executable != nil, "no chromium on this machine"))
struct BrowserTests {
  @Test("the page opens from disk without a message and without a request")
  func silent() throws {
    let visit = try Browser.visit(try HTMLSample.render())
    #expect(visit.messages.isEmpty, "\(visit.messages)")
    #expect(visit.requests.isEmpty, "\(visit.requests)")
    #expect(visit.dom.contains("<html lang=\"en\" class=\"scripted\""))
  }

  @Test("a link opens an image with its layers")
  func deepLink() throws {
    let page = try HTMLSample.render(
      HTMLSample.document(gallery: HTMLSample.gallery(items: 9)))
    let visit = try Browser.visit(page, fragment: "img=drawn_7&layers=seed,truth")
    #expect(visit.dom.contains("<h4>drawn_7</h4>"))
    #expect(visit.dom.contains("data-layers=\"seed,truth\""))
    // Beyond the contact sheet, so its photograph and its two layers were made from inert text.
    let stage = try #require(visit.dom.firstMatch(of: /<div class="stage".*?<div class="panel"/))
    #expect(stage.0.matches(of: /src="blob:/).count == 3)
    #expect(visit.messages.isEmpty, "\(visit.messages)")
  }

  @Test("a link opens a table sorted, with the summary last")
  func sorted() throws {
    let visit = try Browser.visit(try HTMLSample.render(), fragment: "sort=-table-class-scores.4")
    let table = try #require(
      visit.dom.firstMatch(of: /id="table-class-scores".*?<\/table>/.dotMatchesNewlines())
    ).0
    let values = table.matches(of: /data-value="([^"]*)"[^>]*>[^<]*<\/td><\/tr>/)
      .compactMap { Double($0.1) }
    #expect(values.count == 22)
    #expect(Array(values.dropLast()) == values.dropLast().sorted(by: >))
    #expect(values.last == 0.039)
    #expect(table.contains("aria-sort=\"descending\""))
  }

  @Test("no hostile word runs, and none keeps the page's own script from running")
  func hostile() throws {
    let attack = "document.documentElement.dataset.owned=1"
    let text = Hostile.strings.joined(separator: " ").replacing("alert(1)", with: attack)
    let visit = try Browser.visit(try HTMLSample.render(HTMLHostileTests.document(text)))
    #expect(visit.messages.isEmpty, "\(visit.messages)")
    #expect(visit.dom.contains("class=\"scripted\""))
    #expect(!visit.dom.contains("data-owned"))
  }

  @Test("these tests would notice a message, a request, and a script that runs")
  func control() throws {
    let visit = try Browser.visit(
      """
      <!doctype html><img src="http://sepal.invalid/a.png">
      <script>document.documentElement.dataset.owned=1; console.log("heard")</script>
      """)
    #expect(visit.messages.contains { $0.contains("heard") })
    #expect(visit.requests == ["http://sepal.invalid/a.png"])
    #expect(visit.dom.contains("data-owned=\"1\""))
  }

  @Test("light and dark both draw a page")
  func pictures() throws {
    let empty = try Browser.screenshot("<!doctype html><title>empty</title>")
    let light = try Browser.screenshot(try HTMLSample.render())
    let dark = try Browser.screenshot(try HTMLSample.render(), isDark: true)
    #expect(light.count > 5 * empty.count)
    #expect(dark.count > 5 * empty.count)
    #expect(light != dark)
  }
}
