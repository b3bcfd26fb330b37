import Foundation
import TestSupport
import Testing

extension RunCommandTests {
  @Suite(
    "The report in a browser",
    .enabled(if: Browser.executable != nil, "no chromium on this machine"))
  struct InBrowser {
    @Test("it opens from disk without a message or a request, with every chapter and its parts")
    func report() throws {
      let run = try #require(UndisturbedRun.current)
      let file = URL(filePath: run.study.folder.path + "/report/report.html")
      let visit = try Browser.visit(file: file)
      #expect(visit.messages.isEmpty, "\(visit.messages)")
      #expect(visit.requests.isEmpty, "\(visit.requests)")
      #expect(visit.dom.contains("class=\"scripted\""), "its script ran")
      for chapter in [
        "visual-inspection", "methods", "ablation", "threshold-sensitivity", "seed-quality",
        "failures",
      ] { #expect(visit.dom.contains("id=\"\(chapter)\""), "\(chapter)") }
      for name in run.files.keys where name.hasPrefix("tables/") && name.hasSuffix(".csv") {
        let table = name.dropFirst("tables/".count).dropLast(".csv".count)
        #expect(visit.dom.contains("id=\"table-\(table)\""), "\(table)")
      }
      for id in SmallStudy.ids { #expect(visit.dom.contains(id)) }
      #expect(visit.dom.contains("<svg"))
    }
  }
}
