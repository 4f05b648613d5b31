from django.urls import path

from placements.views import boards, hosts, members, mine, periods, placing, seats, sectors, wishes

urlpatterns = [
    path("hosts/", hosts.host_list, name="host_list"),
    path("hosts/new/", hosts.host_new, name="host_new"),
    path("hosts/<int:pk>/", hosts.host, name="host"),
    path("hosts/<int:pk>/edit/", hosts.host_edit, name="host_edit"),
    path("hosts/<int:pk>/remove/", hosts.host_remove, name="host_remove"),
    path("hosts/<int:pk>/members/new/", members.host_member_new, name="host_member_new"),
    path("host-members/<int:pk>/edit/", members.host_member_edit, name="host_member_edit"),
    path("host-members/<int:pk>/remove/", members.host_member_remove, name="host_member_remove"),
    path("sectors/", sectors.sector_list, name="sector_list"),
    path("sectors/new/", sectors.sector_new, name="sector_new"),
    path("sectors/<int:pk>/edit/", sectors.sector_edit, name="sector_edit"),
    path("sectors/<int:pk>/remove/", sectors.sector_remove, name="sector_remove"),
    path("cohorts/<int:pk>/periods/", periods.period_edit, name="period_edit"),
    path("cohorts/<int:pk>/seats/", seats.seat_grid, name="seat_grid"),
    path("seats/<int:pk>/edit/", seats.seat_edit, name="seat_edit"),
    path("cohorts/<int:pk>/board/", boards.board, name="board"),
    path("cohorts/<int:pk>/board/export/", boards.board_export, name="board_export"),
    path("trainees/<int:pk>/periods/<int:period>/place/", placing.placement_new, name="placement_new"),
    path("placements/<int:pk>/edit/", placing.placement_edit, name="placement_edit"),
    path("placements/<int:pk>/remove/", placing.placement_remove, name="placement_remove"),
    path("placements/<int:pk>/undo/", placing.placement_undo, name="placement_undo"),
    path("trainees/<int:pk>/wishes/", wishes.wish_edit, name="wish_edit"),
    path("my-trainees/", mine.my_trainees, name="my_trainees"),
]
